# chitty_host_manifest(TARGET FILE): the host's own manifest, checked and put into TARGET as C++ (see host_manifest.cpp).
# Run as a script, it makes the C++ file.
if(CMAKE_SCRIPT_MODE_FILE)
  # The schema of plugins, but with paths of one word.
  file(READ ${SCHEMA} schema)
  string(REPLACE "*){1,4}\$" "*){0,4}\$" host_schema "${schema}")
  if(schema STREQUAL host_schema)
    message(FATAL_ERROR "The pattern of a command's path in ${SCHEMA} has changed; HostManifest.cmake must follow.")
  endif()
  file(WRITE ${OUT}.schema.json "${host_schema}")

  file(READ ${IN} manifest)
  string(JSON manifest SET "${manifest}" version "\"${VERSION}\"")
  file(WRITE ${OUT}.json "${manifest}")
  execute_process(COMMAND ${TOOL} ${OUT}.json --schema ${OUT}.schema.json --json ${OUT}.small.json RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "${IN} is not a valid manifest.")
  endif()
  file(READ ${OUT}.small.json text)

  set(table "")
  string(JSON count LENGTH "${manifest}" roots)
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON word GET "${manifest}" roots ${i} word)
    string(JSON summary GET "${manifest}" roots ${i} summary)
    string(APPEND table "    {\"${word}\", \"${summary}\"},\n")
  endforeach()
  file(WRITE ${OUT} "// Made by the build from host.json; do not edit.
#include \"cli/installed.hpp\"
namespace chitty {
extern const HostWord host_words[];
extern const std::size_t host_words_count;
extern const char host_manifest_text[];
extern const std::size_t host_manifest_size;
const HostWord host_words[] = {
${table}};
const std::size_t host_words_count = ${count};
const char host_manifest_text[] = R\"embedded(${text})embedded\";
const std::size_t host_manifest_size = sizeof host_manifest_text - 1;
}
")
  return()
endif()

set(CHITTY_HOST_MANIFEST_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(chitty_host_manifest target file)
  set(in ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/host_manifest_text.cpp)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -D IN=${in} -D OUT=${out} -D SCHEMA=${CHITTY_SDK_SCHEMA} -D TOOL=$<TARGET_FILE:chitty-manifest>
            -D VERSION=${PROJECT_VERSION} -P ${CHITTY_HOST_MANIFEST_SCRIPT}
    DEPENDS chitty-manifest ${in} ${CHITTY_SDK_SCHEMA} ${CHITTY_HOST_MANIFEST_SCRIPT} VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
