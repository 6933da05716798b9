// A manifest held against what it speaks of: the plugin's handlers, and the shapes of its nouns in schema/. For
// GoogleTest; not part of <chitty/testkit.hpp>.
#ifndef CHITTY_TESTKIT_MANIFEST_TEST_HPP
#define CHITTY_TESTKIT_MANIFEST_TEST_HPP

#include <gtest/gtest.h>

#include <algorithm>
#include <chitty/testkit/tested_plugin.hpp>
#include <fstream>
#include <sstream>

namespace chitty::testkit {

inline json::object json_file(const std::string& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return json::parse(text.str()).as_object();
}

// Every command that is not declared whole and every route of the manifest has its handler, and no handler is spare.
inline void expect_handlers() {
  const auto sorted = [](std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
  };
  const auto manifest = json_file(plugin_file("manifest.json"));
  std::vector<std::string> commands, routes;
  for (const auto& command : manifest.at("commands").as_array())
    if (!command.as_object().contains("request")) commands.emplace_back(command.at("path").as_string());
  if (manifest.contains("service"))
    for (const auto& route : manifest.at("service").at("routes").as_array()) routes.emplace_back(route.at("handler").as_string());
  EXPECT_EQ(sorted(plugin().commands()), sorted(commands));
  EXPECT_EQ(sorted(plugin().routes()), sorted(routes));
}

// What the command `path` replies is the noun of schema/NOUN.json.
inline void expect_shape(const std::string& path, const std::string& noun) {
  auto shape = json_file(plugin_file("schema/" + noun + ".json"));
  shape.erase("$schema");
  shape.erase("title");
  const auto manifest = json_file(plugin_file("manifest.json"));
  const auto& commands = manifest.at("commands").as_array();
  const auto command = std::find_if(commands.begin(), commands.end(),
                                    [&](const auto& one) { return one.at("path") == json::value(path); });
  ASSERT_NE(command, commands.end()) << path;
  EXPECT_EQ(command->at("reply"), json::value(shape)) << path;
}

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_MANIFEST_TEST_HPP
