// The testkit without any test framework: a program that ends with 0 if all is well.
#include <chitty/testkit.hpp>
#include <cstdio>

using namespace chitty;

static int expect(bool fine, const char* what) { return fine ? 0 : (std::printf("failed: %s\n", what), 1); }

int main(int argc, char** argv) {
  if (argc != 2) return std::printf("usage: hello_c_test PLUGIN\n"), 2;
  const auto plugin = testkit::Plugin::open(argv[1]);
  if (!plugin) return std::printf("%s\n", plugin.error().message.c_str()), 1;

  int failures = expect(plugin->commands() == std::vector<std::string>{"hello-c echo"}, "its commands");

  testkit::FakeHost host;
  const json::object arguments{{"words", json::array{"one", "two"}}};
  failures += expect(plugin->run(host, "hello-c echo", arguments).has_value(), "echo works");
  failures += expect(host.records.size() == 1 && host.records[0] == json::value(arguments), "echo gives its arguments");
  failures += expect(host.complaints().empty(), "nothing to complain about");

  testkit::FakeHost broken;
  broken.fail_at_call = 1;
  failures +=
      expect(plugin->run(broken, "hello-c echo", arguments).error().code == Code::host_fault, "failure is handed on");
  return failures;
}
