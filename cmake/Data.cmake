# Real data for tasks, read at run time from data/ beside the binary (or UNROLL_DATA). The list is kept up to date by the build.
file(GLOB UNROLL_DATA_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/assets/data/*)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/bin/data)
foreach(data IN LISTS UNROLL_DATA_FILES)
  get_filename_component(name ${data} NAME)
  configure_file(${data} ${CMAKE_BINARY_DIR}/bin/data/${name} COPYONLY)
endforeach()

# The lessons, and those of each language in its folder, read from lessons/ beside the binary (or UNROLL_LESSONS).
file(GLOB UNROLL_LESSON_FILES RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS lessons/*.md lessons/*/*.md)
foreach(lesson IN LISTS UNROLL_LESSON_FILES)
  configure_file(${CMAKE_SOURCE_DIR}/${lesson} ${CMAKE_BINARY_DIR}/bin/${lesson} COPYONLY)
endforeach()
