# Install the SDK somewhere, build an example there as a third party would, look at what came out, run its own tests.
# cmake -DBUILD=... -DSOURCE=examples/NAME -DPLUGIN=NAME.so [-DHOST=bin/chitty -DCALL=words -DSAYS=pattern [-DPYTHON=python3 -DSTORY=story.py]] -DGENERATOR=... -P examples_test.cmake
file(REAL_PATH ${BUILD} build)
execute_process(COMMAND mktemp -d OUTPUT_VARIABLE place OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(result)
    file(REMOVE_RECURSE ${place})
    list(JOIN ARGN " " line)
    message(FATAL_ERROR "${line}\n${out}")
  endif()
  set(out "${out}" PARENT_SCOPE)
endfunction()

function(demand what)
  if(NOT (${ARGN}))
    file(REMOVE_RECURSE ${place})
    message(FATAL_ERROR "not so: ${what}\n${out}")
  endif()
endfunction()

run(${CMAKE_COMMAND} --install ${build} --component sdk --prefix ${place}/sdk)
run(${CMAKE_COMMAND} -E copy_directory ${SOURCE} ${place}/source)
run(${CMAKE_COMMAND} -G ${GENERATOR} -S ${place}/source -B ${place}/build -DCMAKE_PREFIX_PATH=${place}/sdk
  -DCMAKE_C_COMPILER=${CC} -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_BUILD_TYPE=Release
  -DCMAKE_C_COMPILER_LAUNCHER=${LAUNCHER} -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER})
run(${CMAKE_COMMAND} --build ${place}/build)

set(plugin ${place}/build/${PLUGIN})
run(nm -D --defined-only ${plugin})
demand("one exported symbol, the entry" out MATCHES "^[0-9a-f]+ T chitty_plugin_entry_v1\n$")
run(readelf --wide --sections ${plugin})
demand("a manifest section that is loaded and not written to" out MATCHES "\\.chitty\\.manifest +PROGBITS [0-9a-f ]+ +A[Ro]? ")
run(readelf --wide --dynamic ${plugin})
demand("no C++ runtime and no library search path of its own" NOT out MATCHES "libstdc|libgcc|libboost|RPATH|RUNPATH")
run(readelf --wide --segments ${plugin})
demand("no executable stack" NOT out MATCHES "GNU_STACK [^\n]* RWE ")

# What strip leaves is still a plugin: its own tests are run on it.
run(strip ${plugin})
run(readelf --wide --sections ${plugin})
demand("the manifest survives strip" out MATCHES "\\.chitty\\.manifest")
run(${CMAKE_CTEST_COMMAND} --test-dir ${place}/build --output-on-failure --no-tests=error)

# And by the host itself, which has never heard of it.
if(HOST)
  separate_arguments(call UNIX_COMMAND "${CALL}")
  run(${CMAKE_COMMAND} -E env HOME=${place} XDG_CONFIG_HOME=${place}/c XDG_DATA_HOME=${place}/d XDG_CACHE_HOME=${place}/k
    CHITTY_PLUGIN_PATH=${place}/build ${HOST} ${call} -o json)
  demand("the host runs '${CALL}'" out MATCHES "${SAYS}")
  run(${CMAKE_COMMAND} -E env HOME=${place} XDG_CONFIG_HOME=${place}/c XDG_DATA_HOME=${place}/d XDG_CACHE_HOME=${place}/k
    ${HOST} plugin check ${plugin})
endif()
if(STORY)
  run(${PYTHON} ${STORY} ${build} ${place}/build)
endif()
file(REMOVE_RECURSE ${place})
