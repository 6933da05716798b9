# How this project builds: flags, and the two shapes of a room. (A plugin author uses ChittyPlugin.cmake instead.)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 99)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# The build tree has the shape of an installed one: bin/chitty finds ../lib/chitty/plugins.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CHITTY_LIB_DIR ${CMAKE_BINARY_DIR}/lib/chitty)
set(CHITTY_PLUGIN_DIR ${CHITTY_LIB_DIR}/plugins)

# What one checkout has compiled, another need not compile again: paths below the checkout count as relative ones.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
    CCACHE_NOHASHDIR=1 ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_C_COMPILER_LAUNCHER})
endif()

add_library(chitty_flags INTERFACE)
target_compile_options(chitty_flags INTERFACE -Wall -Wextra -Wshadow $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> -Werror
  -ffunction-sections -fdata-sections)
target_compile_definitions(chitty_flags INTERFACE CHITTY_VERSION="${PROJECT_VERSION}")
target_link_options(chitty_flags INTERFACE -Wl,--gc-sections)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # ccache and clang agree on a precompiled header only without its time stamp.
  target_compile_options(chitty_flags INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
endif()

set(CHITTY_RUNTIME_LINK "")
if(CHITTY_STATIC_RUNTIME)
  set(CHITTY_RUNTIME_LINK -static-libstdc++ -static-libgcc)
endif()

# Boost.JSON and Program_options are linked statically, so that `chitty` starts with libc alone and a plugin brings its own.
set(CHITTY_BOOST_JSON -l:libboost_json.a -l:libboost_container.a)
set(CHITTY_BOOST_OPTIONS -l:libboost_program_options.a)
set(CHITTY_BOOST_URL -l:libboost_url.a)
if(NOT CHITTY_STATIC_RUNTIME)
  # The net engine is a shared library, and Boost's archives fit into one only together with the static libstdc++.
  set(CHITTY_BOOST_JSON boost_json boost_container)
  set(CHITTY_BOOST_URL boost_url)
endif()

# What nearly every source includes, compiled once, with the first room; the others have the same flags.
function(chitty_precompiled target)
  if(TARGET chitty_base AND NOT target STREQUAL chitty_base)
    target_precompile_headers(${target} REUSE_FROM chitty_base)
  else()
    target_precompile_headers(${target} PRIVATE <base/precompiled.hpp>)  # by name: a path would tie it to this checkout
  endif()
endfunction()

# chitty_room(NAME SOURCES a.cpp ... DEPENDS other ... LIBRARIES ... TESTS a_test.cpp ...)
# One room of core/: a static library chitty_NAME that may include only what it DEPENDS on, and a test program beside it.
function(chitty_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS;LIBRARIES;TESTS" ${ARGN})
  add_library(chitty_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(chitty_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  target_link_libraries(chitty_${name} PUBLIC chitty_sdk PRIVATE chitty_flags)
  foreach(other ${ROOM_DEPENDS})
    target_link_libraries(chitty_${name} PUBLIC chitty_${other})
  endforeach()
  target_link_libraries(chitty_${name} PUBLIC ${ROOM_LIBRARIES})
  chitty_precompiled(chitty_${name})
  if(CHITTY_TESTS AND ROOM_TESTS)
    chitty_test(${name}_test SOURCES ${ROOM_TESTS} LIBRARIES chitty_${name})
  endif()
endfunction()

# What a test is given that runs on PostgreSQL: tests/support/postgres.py and its fixture.
set(CHITTY_ON_POSTGRESQL ENVIRONMENT_MODIFICATION CHITTY_TEST_DATABASE=set:file:${CMAKE_BINARY_DIR}/tests/postgres/url FIXTURES_REQUIRED postgres)

# chitty_test(NAME SOURCES ... LIBRARIES ... [PROPERTIES ...]): one GoogleTest program, each of its tests known to CTest under
# the label `unit`, which is what the sanitizers run.
add_custom_target(unit_tests)
function(chitty_test name)
  if(NOT TARGET chitty_test_precompiled)
    chitty_precompiled_tests()
  endif()
  cmake_parse_arguments(TEST "" "" "SOURCES;LIBRARIES;PROPERTIES" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LIBRARIES} chitty_flags GTest::gtest GTest::gmock GTest::gtest_main ${CHITTY_BOOST_JSON})
  target_compile_definitions(${name} PRIVATE CHITTY_BUILD_DIR="${CMAKE_BINARY_DIR}" CHITTY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120 LABELS unit ${CHITTY_SANITIZED} ${TEST_PROPERTIES})
  target_precompile_headers(${name} REUSE_FROM chitty_test_precompiled)
  add_dependencies(unit_tests ${name})
endfunction()

# What nearly every test includes, compiled once, in a program that does nothing: programs have other flags than libraries.
function(chitty_precompiled_tests)
  set(source ${CMAKE_BINARY_DIR}/tests/precompiled.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "int main() { return 0; }\n")
  add_executable(chitty_test_precompiled ${source})
  target_link_libraries(chitty_test_precompiled PRIVATE chitty_sdk chitty_flags GTest::gtest GTest::gmock)
  target_include_directories(chitty_test_precompiled PRIVATE ${PROJECT_SOURCE_DIR}/core)
  target_precompile_headers(chitty_test_precompiled PRIVATE <base/precompiled.hpp> <gmock/gmock.h> <gtest/gtest.h>)
  set_target_properties(chitty_test_precompiled PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
endfunction()
