# A file as C++: cmake -DIN=FILE -DOUT=name.cpp -DNAME=name -P embed.cmake. A byte array and not .incbin: it compiles the same everywhere.
file(READ ${IN} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "((0x..,){24})" "\\1\n" bytes "${bytes}")
file(WRITE ${OUT} "// Written by the build from ${IN}.\n#include \"${NAME}.hpp\"\n\nnamespace {\nconstexpr unsigned char bytes[] = {\n${bytes}0};\n}\n\nstd::string_view chittycases::${NAME}() { return {reinterpret_cast<const char*>(bytes), sizeof bytes - 1}; }\n")
get_filename_component(folder ${OUT} DIRECTORY)
file(WRITE ${folder}/${NAME}.hpp "// Written by the build.\n#pragma once\n#include <string_view>\n\nnamespace chittycases {\nstd::string_view ${NAME}();\n}\n")
