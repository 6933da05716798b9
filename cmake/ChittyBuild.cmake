# How this project builds: flags, and the shapes of a room, a test and an engine. (A plugin author uses sdk/cmake/ChittyPlugin.cmake.)

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

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/cmake/compiler_cache.sh ${PROJECT_SOURCE_DIR} ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_C_COMPILER_LAUNCHER})
endif()

add_library(chitty_flags INTERFACE)
target_compile_options(chitty_flags INTERFACE -Wall -Wextra -Wshadow $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> -Werror
  -ffunction-sections -fdata-sections)
target_compile_definitions(chitty_flags INTERFACE CHITTY_VERSION="${PROJECT_VERSION}")
target_link_options(chitty_flags INTERFACE -Wl,--gc-sections)
# At -O2, and among ThreadSanitizer's calls, gcc 12 sees two strings that are added overrun (sdk/cmake/ChittyPlugin.cmake, chitty_false_alarms).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  set(alarmed $<CONFIG:Release>)
  if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=thread")
    set(alarmed 1)
  endif()
  foreach(warning array-bounds restrict stringop-overflow stringop-overread)
    target_compile_options(chitty_flags INTERFACE $<$<AND:$<COMPILE_LANGUAGE:CXX>,${alarmed}>:-Wno-${warning}>)
  endforeach()
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # ccache and clang agree on a precompiled header only without its time stamp.
  target_compile_options(chitty_flags INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
endif()

set(CHITTY_RUNTIME_LINK "")
if(CHITTY_STATIC_RUNTIME)
  set(CHITTY_RUNTIME_LINK -static-libstdc++ -static-libgcc)
endif()

include(${CMAKE_CURRENT_LIST_DIR}/ChittyArchives.cmake)

# What nearly every source includes, compiled once, with the first room; the others have the same flags.
function(chitty_precompiled target)
  if(TARGET chitty_base AND NOT target STREQUAL chitty_base)
    target_precompile_headers(${target} REUSE_FROM chitty_base)
  else()
    target_precompile_headers(${target} PRIVATE <base/precompiled.hpp>)  # by name: a path would tie it to this checkout
  endif()
endfunction()

# chitty_room(NAME DEPENDS other ... [LIBRARIES ...] [TEST_DEPENDS other ...] [FOLDERS below ...] [SOURCES a.cpp ...]
#             [TESTS a_test.cpp ...])
# One room of core/: a static library chitty_NAME of the folder's sources (and of those in FOLDERS below it), which may include only what it DEPENDS on; and a test
# program NAME_test of its *_test.cpp, which may include what it TEST_DEPENDS on, too. SOURCES and TESTS are named only where a
# folder holds more than that. A room without sources has headers only. tests/arrows reads these lines and holds every #include
# to them.
function(chitty_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS;LIBRARIES;TESTS;TEST_DEPENDS;FOLDERS" ${ARGN})
  list(TRANSFORM ROOM_DEPENDS PREPEND chitty_)
  list(TRANSFORM ROOM_TEST_DEPENDS PREPEND chitty_)
  set(patterns ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  foreach(folder ${ROOM_FOLDERS})
    list(APPEND patterns ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(NOT ROOM_SOURCES)
    set(ROOM_SOURCES ${sources})
  endif()
  if(NOT ROOM_TESTS)
    set(ROOM_TESTS ${tests})
  endif()
  if(NOT ROOM_SOURCES)
    add_library(chitty_${name} INTERFACE)
    target_include_directories(chitty_${name} INTERFACE ${PROJECT_SOURCE_DIR}/core)
    target_link_libraries(chitty_${name} INTERFACE chitty_sdk ${ROOM_DEPENDS} ${ROOM_LIBRARIES})
    return()
  endif()
  add_library(chitty_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(chitty_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  target_link_libraries(chitty_${name} PUBLIC chitty_sdk PRIVATE chitty_flags)
  target_link_libraries(chitty_${name} PUBLIC ${ROOM_DEPENDS} ${ROOM_LIBRARIES})
  chitty_precompiled(chitty_${name})
  if(CHITTY_TESTS AND ROOM_TESTS)
    chitty_test(${name}_test SOURCES ${ROOM_TESTS} LIBRARIES chitty_${name} ${ROOM_TEST_DEPENDS})
  endif()
endfunction()

# chitty_engine(NAME OUTPUT name SYMBOLS one_symbol.map SOURCES ... ROOMS room ... LIBRARIES ...)
# A library that a program opens when it needs it, with one symbol to be found: net.so, postgres.so. The archives of the rooms are
# named as files: an engine must not inherit the static libcrypto that `base` brings for the host's hashes; its OpenSSL is the
# system's, with the system's security updates.
function(chitty_engine name)
  cmake_parse_arguments(ENGINE "" "OUTPUT;SYMBOLS" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
  add_library(${name} MODULE ${ENGINE_SOURCES})
  set_target_properties(${name} PROPERTIES PREFIX "" OUTPUT_NAME ${ENGINE_OUTPUT} LIBRARY_OUTPUT_DIRECTORY ${CHITTY_LIB_DIR}
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON DEFINE_SYMBOL "")
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/core)
  target_link_libraries(${name} PRIVATE chitty_flags chitty_sdk)
  foreach(room ${ENGINE_ROOMS})
    add_dependencies(${name} chitty_${room})
    target_link_libraries(${name} PRIVATE $<TARGET_FILE:chitty_${room}>)
  endforeach()
  target_link_libraries(${name} PRIVATE $<TARGET_FILE:chitty_sdk> ${ENGINE_LIBRARIES})  # behind the rooms that use it
  target_link_options(${name} PRIVATE LINKER:--version-script=${CMAKE_CURRENT_SOURCE_DIR}/${ENGINE_SYMBOLS} LINKER:--exclude-libs,ALL
    ${CHITTY_RUNTIME_LINK})
  if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    target_link_options(${name} PRIVATE LINKER:-z,defs)  # what is missing is told here, not when it is opened
  endif()
  # All engines have the same flags, so the first one's precompiled header is every other's.
  get_property(first GLOBAL PROPERTY CHITTY_FIRST_ENGINE)
  if(first)
    target_precompile_headers(${name} REUSE_FROM ${first})
  else()
    target_precompile_headers(${name} PRIVATE <base/precompiled.hpp>)
    set_property(GLOBAL PROPERTY CHITTY_FIRST_ENGINE ${name})
  endif()
endfunction()

# What a test is given that runs on PostgreSQL: tests/support/postgres.py and its fixture.
set(CHITTY_ON_POSTGRESQL ENVIRONMENT_MODIFICATION CHITTY_TEST_DATABASE=set:file:${CMAKE_BINARY_DIR}/tests/postgres/url FIXTURES_REQUIRED postgres)

# chitty_test(NAME SOURCES ... LIBRARIES ... [PROPERTIES ...]): one GoogleTest program, each of its tests known to CTest under
# the label `unit.NAME` without the `_test`: `ctest -L unit` runs them all, `ctest -L unit.gate` one room's. The target `unit_tests` builds them all; `all` is the house without them, which is what the tests of the
# whole need. packaging/test.sh says which is built how.
add_custom_target(unit_tests)
function(chitty_test name)
  if(NOT TARGET chitty_test_precompiled)
    chitty_precompiled_tests()
  endif()
  cmake_parse_arguments(TEST "" "" "SOURCES;LIBRARIES;PROPERTIES" ${ARGN})
  string(REGEX REPLACE "_test$" "" room ${name})
  add_executable(${name} EXCLUDE_FROM_ALL ${TEST_SOURCES})
  chitty_false_alarms(${name})
  target_link_libraries(${name} PRIVATE ${TEST_LIBRARIES} chitty_flags GTest::gtest GTest::gmock GTest::gtest_main ${CHITTY_BOOST_JSON})
  target_compile_definitions(${name} PRIVATE CHITTY_BUILD_DIR="${CMAKE_BINARY_DIR}" CHITTY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 120 LABELS unit.${room}
    ${CHITTY_SANITIZED} ${TEST_PROPERTIES})
  target_precompile_headers(${name} REUSE_FROM chitty_test_precompiled)
  add_dependencies(unit_tests ${name})
endfunction()

# chitty_test_on_postgresql(NAME FILTER): those tests of a program once more on PostgreSQL, in a server of their own (tests/support).
function(chitty_test_on_postgresql name filter)
  string(REGEX REPLACE "_test$" "" room ${name})
  add_dependencies(${name} chitty_postgres_engine)
  gtest_discover_tests(${name} TEST_PREFIX postgresql. DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST TEST_FILTER ${filter}
    PROPERTIES TIMEOUT 120 LABELS unit.${room} ${CHITTY_SANITIZED} ${CHITTY_ON_POSTGRESQL})
endfunction()

# What nearly every test includes, compiled once, in a program that does nothing: programs have other flags than libraries.
function(chitty_precompiled_tests)
  set(source ${CMAKE_BINARY_DIR}/tests/precompiled.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "int main() { return 0; }\n")
  add_executable(chitty_test_precompiled EXCLUDE_FROM_ALL ${source})
  chitty_false_alarms(chitty_test_precompiled)
  target_link_libraries(chitty_test_precompiled PRIVATE chitty_sdk chitty_flags GTest::gtest GTest::gmock)
  target_include_directories(chitty_test_precompiled PRIVATE ${PROJECT_SOURCE_DIR}/core)
  target_precompile_headers(chitty_test_precompiled PRIVATE <base/precompiled.hpp> <gmock/gmock.h> <gtest/gtest.h>)
  set_target_properties(chitty_test_precompiled PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
endfunction()
