# chitty_plugin(NAME [SOURCES a.cpp ...] [MANIFEST manifest.json] [LIBRARIES ...])
#
# Builds NAME.so from SOURCES in C or C++: the manifest (with migrations/*.sql and schema/*.json beside it) is checked
# against the schema and put inside as one record; one symbol is exported; libchitty_sdk.a, the C++ runtime and Boost.JSON
# are linked in, hidden. A plugin of C sources alone needs neither a C++ compiler nor its runtime.
# What the manifest declares, C++ sources may name by NAME_names.hpp, which is written beside the record.
# Without SOURCES a plugin is all data: a manifest whose commands are declared whole.
# Used by this project's plugins and, after find_package(ChittySDK), by anyone's.
#
#   CHITTY_STATIC_RUNTIME  OFF: use the system's libstdc++ (sanitizers need that, and switch it off by themselves)
#   CHITTY_PLUGIN_DIR      where the libraries go; else the current binary folder
#   CHITTY_PRECOMPILE      OFF: no precompiled header for C++ sources

set(CHITTY_SDK_SCHEMA ${CMAKE_CURRENT_LIST_DIR}/../schema/manifest.schema.json CACHE INTERNAL "")
set(CHITTY_SDK_MAP ${CMAKE_CURRENT_LIST_DIR}/one_symbol.map CACHE INTERNAL "")
set(CHITTY_SDK_ALL_DATA ${CMAKE_CURRENT_LIST_DIR}/all_data.c CACHE INTERNAL "")

function(chitty_plugin name)
  cmake_parse_arguments(PLUGIN "" "MANIFEST" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT PLUGIN_SOURCES)
    set(PLUGIN_SOURCES ${CHITTY_SDK_ALL_DATA})
  endif()
  if(NOT PLUGIN_MANIFEST)
    set(PLUGIN_MANIFEST manifest.json)
  endif()
  get_filename_component(manifest ${PLUGIN_MANIFEST} ABSOLUTE)
  get_filename_component(folder ${manifest} DIRECTORY)
  file(GLOB belonging CONFIGURE_DEPENDS ${folder}/migrations/*.sql ${folder}/schema/*.json ${folder}/queries/*.graphql)
  set(record ${CMAKE_CURRENT_BINARY_DIR}/${name}_manifest.c)
  set(names ${CMAKE_CURRENT_BINARY_DIR}/names/${name}_names.hpp)
  add_custom_command(
    OUTPUT ${record} ${names}
    COMMAND chitty-manifest ${manifest} --schema ${CHITTY_SDK_SCHEMA} --record ${record} --names ${names}
    DEPENDS chitty-manifest ${manifest} ${CHITTY_SDK_SCHEMA} ${belonging}
    COMMENT "manifest of ${name}" VERBATIM)
  add_library(${name} MODULE ${PLUGIN_SOURCES} ${record} ${names})
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/names)
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX .so BUILD_RPATH_USE_ORIGIN OFF SKIP_BUILD_RPATH ON)
  if(CHITTY_PLUGIN_DIR)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CHITTY_PLUGIN_DIR})
  endif()
  chitty_plugin_flags(${name})
  chitty_plugin_facts(${name} ${manifest})
  target_link_libraries(${name} PRIVATE ${PLUGIN_LIBRARIES})
  target_link_options(${name} PRIVATE LINKER:--version-script=${CHITTY_SDK_MAP} LINKER:--gc-sections LINKER:-z,noexecstack)
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${CHITTY_SDK_MAP})
  if(PLUGIN_SOURCES MATCHES "\\.(cpp|cc|cxx)(;|$)")
    chitty_plugin_cpp(${name})
    chitty_plugin_precompiled(${name})
  endif()
  # Every symbol that the plugin uses must be found now, not at a customer's (ABI-24); a sanitizer's come from its program.
  if(NOT "${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS}" MATCHES "-fsanitize")
    target_link_options(${name} PRIVATE LINKER:-z,defs)
  endif()
endfunction()

function(chitty_plugin_flags name)
  set_target_properties(${name} PROPERTIES C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${name} PRIVATE -ffunction-sections -fdata-sections)
  chitty_false_alarms(${name})
  target_link_libraries(${name} PRIVATE chitty::headers)
  if(TARGET chitty_flags)
    target_link_libraries(${name} PRIVATE chitty_flags)
  endif()
endfunction()

# gcc 12 sees two strings that are added overrun (its bugs 105329, 105651), and out of a precompiled header it says so.
function(chitty_false_alarms name)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    foreach(warning array-bounds restrict stringop-overflow stringop-overread)
      target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Wno-${warning}>)
    endforeach()
  endif()
endfunction()

# Name and version, which the sources must not say differently from the manifest. Of a manifest that cannot be read nothing is
# said here: chitty-manifest says what is wrong with it.
function(chitty_plugin_facts name manifest)
  set(text "")
  if(EXISTS ${manifest})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${manifest})
    file(READ ${manifest} text)
  endif()
  foreach(fact name version)
    string(JSON value ERROR_VARIABLE unreadable GET "${text}" ${fact})
    string(TOUPPER ${fact} macro)
    if(NOT unreadable)
      target_compile_definitions(${name} PRIVATE CHITTY_PLUGIN_${macro}="${value}")
    endif()
  endforeach()
endfunction()

# The SDK's headers, compiled once: for all plugins of a project that has asked for it by chitty_precompiled_plugins(), else for
# each that has enough sources to gain by it.
function(chitty_plugin_precompiled name)
  if(DEFINED CHITTY_PRECOMPILE AND NOT CHITTY_PRECOMPILE)
    return()
  endif()
  get_target_property(sources ${name} SOURCES)
  set(others ${sources})
  list(FILTER sources INCLUDE REGEX "\\.(cpp|cc|cxx)$")
  list(FILTER others INCLUDE REGEX "\\.c$")
  set_source_files_properties(${others} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  list(LENGTH sources many)
  if(TARGET chitty_plugin_precompiled)
    target_precompile_headers(${name} REUSE_FROM chitty_plugin_precompiled)
  elseif(many GREATER 4)
    target_precompile_headers(${name} PRIVATE <chitty/precompiled.hpp>)
  endif()
endfunction()

# Once, before the plugins of a project that has several.
function(chitty_precompiled_plugins)
  if(DEFINED CHITTY_PRECOMPILE AND NOT CHITTY_PRECOMPILE)
    return()
  endif()
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/chitty_plugin_precompiled.cpp "")
  add_library(chitty_plugin_precompiled OBJECT ${CMAKE_CURRENT_BINARY_DIR}/chitty_plugin_precompiled.cpp)
  chitty_plugin_flags(chitty_plugin_precompiled)
  chitty_plugin_cpp(chitty_plugin_precompiled)
  target_precompile_headers(chitty_plugin_precompiled PRIVATE <chitty/precompiled.hpp>)
endfunction()

# chitty_test_of(TEST PLUGIN)
#
# The program TEST has tests of PLUGIN, a chitty_plugin() of this folder: it is built first, and <chitty/testkit/...>
# knows its library and its folder. Fixtures for GoogleTest are in command_test.hpp, service_test.hpp, manifest_test.hpp.
function(chitty_test_of test plugin)
  target_link_libraries(${test} PRIVATE chitty::testkit chitty::manifest sqlite3 crypto)
  target_compile_definitions(${test} PRIVATE CHITTY_TESTED_PLUGIN="$<TARGET_FILE:${plugin}>"
    CHITTY_TESTED_FOLDER="${CMAKE_CURRENT_SOURCE_DIR}")
  target_include_directories(${test} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/names)
  add_dependencies(${test} ${plugin})
endfunction()

# What C++ sources need besides: C++20, their own copy of every inline static, never one shared with another plugin
# (ABI-25), the SDK's bodies, and their own runtime and Boost.JSON.
function(chitty_plugin_cpp name)
  target_link_libraries(${name} PRIVATE chitty::sdk)
  target_compile_features(${name} PRIVATE cxx_std_20)
  target_compile_options(${name} PRIVATE $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-fno-gnu-unique>)
  if((DEFINED CHITTY_STATIC_RUNTIME AND NOT CHITTY_STATIC_RUNTIME) OR CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    # Boost's archive is not position independent towards a shared libstdc++.
    target_link_libraries(${name} PRIVATE boost_json boost_container)
  else()
    target_link_options(${name} PRIVATE -static-libstdc++ -static-libgcc)
    target_link_libraries(${name} PRIVATE -l:libboost_json.a -l:libboost_container.a)
  endif()
endfunction()
