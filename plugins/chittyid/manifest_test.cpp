// The manifest against what it speaks of: handlers, routes, and the shapes in schema/.
#include "testing/service.hpp"

#include <algorithm>

namespace chitty::id::testing {
namespace {

json::object read_json(const std::string& file) {
  std::ifstream in(std::string(CHITTY_SOURCE_DIR "/plugins/chittyid/") + file);
  std::stringstream text;
  text << in.rdbuf();
  return json::parse(text.str()).as_object();
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

TEST(Manifest, every_command_and_route_has_its_handler_and_none_is_spare) {
  const auto manifest = read_json("manifest.json");
  std::vector<std::string> commands, routes;
  for (const auto& command : manifest.at("commands").as_array()) commands.emplace_back(command.at("path").as_string());
  for (const auto& route : manifest.at("service").at("routes").as_array()) routes.emplace_back(route.at("handler").as_string());
  EXPECT_EQ(sorted(plugin().commands()), sorted(commands));
  EXPECT_EQ(sorted(plugin().routes()), sorted(routes));
}

TEST(Manifest, a_reply_has_the_shape_of_its_noun) {
  const std::pair<const char*, const char*> shapes[] = {
      {"id mint", "minted"}, {"id verify", "verdict"}, {"id list", "identity"}, {"id session list", "session"},
      {"id session export", "session"}, {"id credential issue", "credential"}, {"id credential list", "credential"},
      {"id credential verify", "credential_check"}, {"id key list", "key"}};
  const auto manifest = read_json("manifest.json");
  for (const auto& [path, noun] : shapes) {
    auto shape = read_json(std::string("schema/") + noun + ".json");
    shape.erase("$schema");
    shape.erase("title");
    const auto& commands = manifest.at("commands").as_array();
    const auto command = std::find_if(commands.begin(), commands.end(), [&wanted = path](const auto& one) { return one.at("path") == wanted; });
    ASSERT_NE(command, commands.end()) << path;
    EXPECT_EQ(command->at("reply"), json::value(shape)) << path;
  }
}

}  // namespace
}  // namespace chitty::id::testing
