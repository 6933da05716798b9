// A home of its own for one test: folders, files, variables, all gone at its end.
#pragma once

#include "base/paths.hpp"
#include "config/config.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <stdlib.h>

#include <fstream>
#include <iterator>

namespace chitty::host {

class TestHome : public ::testing::Test {
 protected:
  TestHome() {
    char name[] = "/tmp/chitty-config-XXXXXX";
    root = ::mkdtemp(name);
    paths.config = root / "config";
    paths.data = root / "data";
    paths.home = root;
    folder = root / "project";
    std::filesystem::create_directories(paths.config);
    std::filesystem::create_directories(folder);
    for (const char* variable : {"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "CHITTY_ENV", "CHITTY_ACME_TOKEN"}) ::unsetenv(variable);
    ::setenv("HOME", root.c_str(), 1);
  }
  ~TestHome() override {
    ::unsetenv("CHITTY_ENV");
    ::unsetenv("CHITTY_ACME_TOKEN");
    std::filesystem::remove_all(root);
  }

  std::filesystem::path file() const { return paths.config / "config.json"; }
  void write(const std::filesystem::path& path, std::string_view text, unsigned mode = 0600) {
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
  }
  void user(std::string_view text) { write(file(), text); }
  void project(std::string_view text) { write(folder / "chitty.json", text); }
  std::string read(const std::filesystem::path& path) const {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  Result<Config> load() const { return Config::load(paths, folder); }
  std::string load_error() const {
    const auto config = load();
    return config ? std::string() : config.error().message;
  }

  // A type like any hosted one; `acme-board` is one that only its maker hosts.
  static RemoteType acme(std::string type = "acme") {
    RemoteType out;
    out.type = std::move(type);
    out.settings = json::parse(R"({"type":"object","properties":{"baseUrl":{"type":"string"},"level":{"enum":["low","high"]},
      "serviceToken":{"type":"string","secret":true},"boardKey":{"type":"string","secret":true}}})")
                       .get_object();
    out.defaults = json::parse(R"({"production":{"baseUrl":"https://acme.example","fallbackUrl":"https://spare.example","level":"low"}})").get_object();
    return out;
  }

  std::filesystem::path root, folder;
  Paths paths;
};

}  // namespace chitty::host
