# Tests under a sanitizer. A finding in a program that a test started (a daemon, a helper) ends that program, not the test:
# so every process of a test writes its findings into one folder, and a last test fails if anything lies there.
# CHITTY_SANITIZED: the properties that each unit test then gets. ThreadSanitizer speaks for itself.
set(CHITTY_SANITIZED "")
if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize=[a-z,]*(address|undefined)")
  return()
endif()

set(findings ${CMAKE_BINARY_DIR}/findings)
set(options log_path=${findings}/report)
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=[a-z,]*address")
  # Crashes are left alone: some tests crash a plugin on purpose and look at what the host says.
  foreach(signal segv sigbus abort sigill sigfpe)
    string(APPEND options :handle_${signal}=0)
  endforeach()
  set(variable ASAN_OPTIONS)
  string(APPEND options :detect_stack_use_after_return=1)
else()
  set(variable UBSAN_OPTIONS)
  string(APPEND options :print_stacktrace=1)
endif()

add_test(NAME sanitizer.begin COMMAND sh -c "rm -rf '${findings}' && mkdir '${findings}'")
add_test(NAME sanitizer.findings COMMAND sh -c "cd '${findings}' && ! cat report.* 2>/dev/null")
set_tests_properties(sanitizer.begin PROPERTIES FIXTURES_SETUP sanitizer)
set_tests_properties(sanitizer.findings PROPERTIES FIXTURES_CLEANUP sanitizer)
set(CHITTY_SANITIZED ENVIRONMENT ${variable}=${options} FIXTURES_REQUIRED sanitizer TIMEOUT 300)
