// manuals FOLDER MANIFEST.json: a manual page for each command of a manifest, chitty-id-mint.1 and so on. Part of the build.
#include <cstdio>
#include <fstream>
#include <sstream>

#include "cli/help.hpp"

namespace {

int fail(const std::string& what) {
  std::fprintf(stderr, "manuals: %s\n", what.c_str());
  return 1;
}

std::string file_name(const chitty::host::Command& command) {
  std::string name = "chitty-" + command.path + ".1";
  for (char& c : name)
    if (c == ' ') c = '-';
  return name;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return fail("say a folder and a manifest");
  std::ifstream in(argv[2]);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) return fail(std::string("cannot read ") + argv[2]);
  const auto manifest = chitty::host::parse_manifest(text.str());
  if (!manifest) return fail(std::string(argv[2]) + ": " + manifest.error().message);
  for (const auto& command : manifest->commands) {
    if (command.hidden) continue;
    const auto path = std::string(argv[1]) + "/" + file_name(command);
    std::ofstream out(path);
    out << chitty::host::manual_page(*manifest, command);
    if (!out.flush()) return fail("cannot write " + path);
  }
  return 0;
}
