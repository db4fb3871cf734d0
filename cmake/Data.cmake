# Real data for tasks, read at run time from data/ beside the binary (or UNROLL_DATA). The list is kept up to date by the build.
file(GLOB UNROLL_DATA_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/assets/data/*)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/bin/data)
foreach(data IN LISTS UNROLL_DATA_FILES)
  get_filename_component(name ${data} NAME)
  configure_file(${data} ${CMAKE_BINARY_DIR}/bin/data/${name} COPYONLY)
endforeach()
