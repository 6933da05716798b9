# The libraries that are linked statically, found by file, since CMake's packages mostly give the shared ones. One that is missing is
# said here, with the package that has it, and not by the linker an hour later.
#
# chitty_archive(VARIABLE DEBIAN_PACKAGE name ...): VARIABLE is the list of the files libNAME.a
function(chitty_archive variable package)
  set(files "")
  foreach(name ${ARGN})
    find_library(CHITTY_ARCHIVE_${name} NAMES lib${name}.a)
    mark_as_advanced(CHITTY_ARCHIVE_${name})
    if(NOT CHITTY_ARCHIVE_${name})
      message(FATAL_ERROR "lib${name}.a is not here, and is linked statically. Install the Debian package ${package}, or all that is "
        "needed by 'packaging/packages.sh build'.")
    endif()
    list(APPEND files ${CHITTY_ARCHIVE_${name}})
  endforeach()
  set(${variable} ${files} PARENT_SCOPE)
endfunction()

# Boost.JSON and Program_options are static, so that `chitty` starts with libc alone and a plugin brings its own.
chitty_archive(CHITTY_BOOST_JSON libboost-json1.81-dev boost_json boost_container)
chitty_archive(CHITTY_BOOST_OPTIONS libboost-program-options1.81-dev boost_program_options)
chitty_archive(CHITTY_BOOST_URL libboost-url1.81-dev boost_url)
chitty_archive(CHITTY_CRYPTO libssl-dev crypto)
chitty_archive(CHITTY_SOCI libsoci-dev soci_sqlite3 soci_core)
chitty_archive(CHITTY_SOCI_POSTGRESQL libsoci-dev soci_postgresql soci_core)
chitty_archive(CHITTY_YAML libyaml-dev yaml)
chitty_archive(CHITTY_UTF8PROC libutf8proc-dev utf8proc)
chitty_archive(CHITTY_ZLIB zlib1g-dev z)
if(NOT CHITTY_STATIC_RUNTIME)
  # An engine is a shared library, and these archives fit into one only together with the static libstdc++.
  set(CHITTY_BOOST_JSON boost_json boost_container)
  set(CHITTY_BOOST_URL boost_url)
  set(CHITTY_SOCI_POSTGRESQL soci_postgresql soci_core)
endif()
