# un_module(NAME SOURCES ... LINKS ...): one static library per folder of src/. A folder includes another one's headers as
# "folder/file.h"; the include path of a module is src/ for itself and its links, so tests/unit/arrows checks the includes too.
function(un_module name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(un_${name} STATIC ${arg_SOURCES})
  target_include_directories(un_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(un_${name} PUBLIC ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS})
endfunction()
