# chitty_plugin(NAME [SOURCES a.cpp ...] [MANIFEST manifest.json] [LIBRARIES ...])
#
# Builds NAME.so from SOURCES in C or C++: the manifest (with migrations/*.sql beside it) is checked against the schema and
# put inside as one record; one symbol is exported; the C++ runtime and Boost.JSON are linked in, hidden.
# Used by this project's plugins and, after find_package(ChittySDK), by anyone's.

set(CHITTY_SDK_CMAKE_DIR ${CMAKE_CURRENT_LIST_DIR})
set(CHITTY_SDK_SCHEMA ${CMAKE_CURRENT_LIST_DIR}/../schema/manifest.schema.json CACHE INTERNAL "")
set(CHITTY_SDK_MAP ${CMAKE_CURRENT_LIST_DIR}/one_symbol.map CACHE INTERNAL "")

function(chitty_plugin name)
  cmake_parse_arguments(PLUGIN "" "MANIFEST" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT PLUGIN_MANIFEST)
    set(PLUGIN_MANIFEST ${CMAKE_CURRENT_SOURCE_DIR}/manifest.json)
  endif()
  file(GLOB belonging CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/migrations/*.sql)
  set(record ${CMAKE_CURRENT_BINARY_DIR}/${name}_manifest.c)
  set(facts ${CMAKE_CURRENT_BINARY_DIR}/${name}_facts/chitty_plugin_facts.h)
  add_custom_command(
    OUTPUT ${record} ${facts}
    COMMAND chitty-manifest ${PLUGIN_MANIFEST} --schema ${CHITTY_SDK_SCHEMA} --record ${record} --facts ${facts}
    DEPENDS chitty-manifest ${PLUGIN_MANIFEST} ${CHITTY_SDK_SCHEMA} ${belonging}
    COMMENT "manifest of ${name}" VERBATIM)
  add_library(${name} MODULE ${PLUGIN_SOURCES} ${record} ${facts})
  set_target_properties(${name} PROPERTIES PREFIX "" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON POSITION_INDEPENDENT_CODE ON)
  if(CHITTY_PLUGIN_DIR)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CHITTY_PLUGIN_DIR})
  endif()
  target_compile_features(${name} PRIVATE cxx_std_20)
  # Its own copy of every inline static, never one shared with another plugin (ABI-25).
  target_compile_options(${name} PRIVATE -ffunction-sections -fdata-sections
    $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-fno-gnu-unique>
    $<$<COMPILE_LANGUAGE:CXX>:SHELL:-include ${facts}>)
  target_link_libraries(${name} PRIVATE chitty::sdk ${PLUGIN_LIBRARIES})
  if(TARGET chitty_flags)
    target_link_libraries(${name} PRIVATE chitty_flags)
  endif()
  target_link_options(${name} PRIVATE LINKER:--version-script=${CHITTY_SDK_MAP} LINKER:--gc-sections ${CHITTY_RUNTIME_LINK})
  if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    target_link_options(${name} PRIVATE LINKER:-z,defs)
  endif()
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${CHITTY_SDK_MAP})
  if(PLUGIN_SOURCES MATCHES "\\.(cpp|cc|cxx)")
    target_link_libraries(${name} PRIVATE -l:libboost_json.a -l:libboost_container.a)
  endif()
endfunction()
