# Fonts are found by file at configure time and copied beside the binary: never by family name (fontconfig picks other weights).
set(UNROLL_FONT_FILES
    Inter-Regular.otf Inter-Italic.otf Inter-Medium.otf Inter-SemiBold.otf Inter-SemiBoldItalic.otf DejaVuSans.ttf DejaVuSans-Bold.ttf)
foreach(font IN LISTS UNROLL_FONT_FILES)
  string(MAKE_C_IDENTIFIER "UNROLL_FONT_${font}" variable)
  find_file(${variable} ${font}
            PATHS /usr/share/fonts/opentype/inter /usr/share/fonts/truetype/inter /usr/share/fonts/truetype/dejavu
                  /usr/local/share/fonts /usr/share/fonts
            DOC "Font file ${font} (Debian: fonts-inter, fonts-dejavu-core)" NO_DEFAULT_PATH)
  if(NOT ${variable})
    message(FATAL_ERROR "Font ${font} not found: install fonts-inter and fonts-dejavu-core, or set ${variable}")
  endif()
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/bin/fonts)
  file(COPY_FILE ${${variable}} ${CMAKE_BINARY_DIR}/bin/fonts/${font} ONLY_IF_DIFFERENT)
endforeach()
