# chitty_embed(TARGET NAME FILE): the text of FILE as `extern const char NAME[]` in namespace chitty. Run as a script, it
# writes the C++ file.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${IN} text)
  file(WRITE ${OUT} "// Made by the build from a text file; do not edit.\nnamespace chitty::host {\nextern const char ${NAME}[];\n"
    "const char ${NAME}[] = R\"embedded(${text})embedded\";\n}\n")
  return()
endif()

set(CHITTY_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(chitty_embed target name file)
  get_filename_component(in ${file} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  add_custom_command(OUTPUT ${out} COMMAND ${CMAKE_COMMAND} -D IN=${in} -D OUT=${out} -D NAME=${name} -P ${CHITTY_EMBED_SCRIPT}
    DEPENDS ${in} ${CHITTY_EMBED_SCRIPT} VERBATIM)
  target_sources(${target} PRIVATE ${out})
  set_source_files_properties(${out} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
endfunction()
