#include "daemon/host/settled_settings.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

json::object object(const char* text) { return json::parse(text).as_object(); }

const json::object& schema() {
  static const json::object made = object(R"({"type": "object", "required": ["model"], "additionalProperties": false, "properties": {
    "model": {"type": "string", "minLength": 1}, "retries": {"type": "integer", "minimum": 0, "default": 2},
    "key": {"type": "string", "secret": true}, "hosts": {"type": "array", "items": {"type": "string"}}}})");
  return made;
}

std::string settled(const char* set, const ResolveSecret& resolve = {}) {
  const auto done = settled_settings("acme", schema(), object(set), resolve);
  return done ? json::serialize(*done) : done.error().message;
}

TEST(SettledSettings, DefaultsAreInAndWhatIsNotSetIsNull) {
  EXPECT_EQ(settled(R"({"model": "m"})"), R"({"model":"m","retries":2,"key":null,"hosts":null})");
  EXPECT_EQ(settled(R"({"model": "m", "retries": 0, "hosts": ["a"]})"), R"({"model":"m","retries":0,"key":null,"hosts":["a"]})");
}

TEST(SettledSettings, WhatBelongsToThoseWhoAskTheServiceIsNotItsOwn) {
  EXPECT_EQ(settled(R"({"model": "m", "baseUrl": "http://x", "serviceToken": "env:T"})"), R"({"model":"m","retries":2,"key":null,"hosts":null})");
}

TEST(SettledSettings, SecretsAreResolvedAndOthersAreNot) {
  const ResolveSecret resolve = [](const std::string& reference) -> Result<std::string> {
    if (reference == "env:KEY") return std::string("k3y");
    return make_error(Code::configuration, "The variable NONE is not set.");
  };
  EXPECT_EQ(settled(R"({"model": "env:KEY", "key": "env:KEY"})", resolve), R"({"model":"env:KEY","retries":2,"key":"k3y","hosts":null})");
  EXPECT_EQ(settled(R"({"model": "m", "key": "env:NONE"})", resolve), "its setting chittyos.services.acme.key cannot be resolved: The variable NONE is not set.");
}

TEST(SettledSettings, WhatDoesNotFitIsNamedByItsKey) {
  EXPECT_EQ(settled("{}"), "its setting chittyos.services.acme.model is missing.");
  EXPECT_EQ(settled(R"({"model": ""})").substr(0, 39), "its setting chittyos.services.acme.mode");
  EXPECT_EQ(settled(R"({"model": "m", "retries": -1})"), "its setting chittyos.services.acme.retries must be at least 0.");
  EXPECT_EQ(settled(R"({"model": "m", "hosts": [5]})").find("its setting chittyos.services.acme.hosts must be"), 0u);
  EXPECT_EQ(settled(R"({"model": "m", "key": 5})").find("5"), std::string::npos);
}

TEST(SettledSettings, ASchemaThatIsNoneIsThePluginsFault) {
  EXPECT_EQ(settled_settings("acme", object(R"({"type": 5})"), {}, {}).error().code, Code::plugin_fault);
}

}  // namespace
}  // namespace chitty::host::daemon
