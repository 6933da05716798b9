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
  function(checked file json small)
    file(WRITE ${file} "${json}")
    execute_process(COMMAND ${TOOL} ${file} --schema ${OUT}.schema.json --json ${file}.small RESULT_VARIABLE failed)
    if(failed)
      message(FATAL_ERROR "${IN} is not a valid manifest.")
    endif()
    file(READ ${file}.small text)
    set(${small} "${text}" PARENT_SCOPE)
  endfunction()
  checked(${OUT}.json "${manifest}" whole)

  # The commands by their first words: a part is a manifest of its own.
  string(JSON last LENGTH "${manifest}" commands)
  math(EXPR last "${last} - 1")
  foreach(i RANGE ${last})
    string(JSON path GET "${manifest}" commands ${i} path)
    string(REGEX MATCH "^[^ ]+" word "${path}")
    string(JSON command GET "${manifest}" commands ${i})
    if(DEFINED commands_of_${word})
      string(APPEND commands_of_${word} ",")
    endif()
    string(APPEND commands_of_${word} "${command}")
  endforeach()

  set(table "")
  string(JSON count LENGTH "${manifest}" roots)
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON root GET "${manifest}" roots ${i})
    string(JSON word GET "${root}" word)
    string(JSON summary GET "${root}" summary)
    string(JSON part SET "${manifest}" roots "[${root}]")
    string(JSON part SET "${part}" commands "[${commands_of_${word}}]")
    checked(${OUT}.${word}.json "${part}" text)
    string(APPEND table "    {{\"${word}\", \"${summary}\"}, R\"embedded(${text})embedded\"},\n")
  endforeach()
  file(WRITE ${OUT} "// Made by the build from host.json; do not edit.
#include \"builtin/host_part.hpp\"
namespace chitty::host {
const HostPart host_parts[] = {
${table}};
const std::size_t host_parts_count = ${count};
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
