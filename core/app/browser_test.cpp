#include "app/browser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace chitty::host {
namespace {

using ::testing::HasSubstr;

// Programs in a folder of the test's own, and variables.
class Browser : public ::testing::Test {
 protected:
  Browser() {
    char name[] = "/tmp/chitty-browser-XXXXXX";
    folder = ::mkdtemp(name);
    variables["PATH"] = folder;
    variables["HOME"] = folder;
  }
  ~Browser() override { std::filesystem::remove_all(folder); }

  std::string make(const std::string& name, const std::string& script = "exit 0") {
    const std::string path = folder + "/" + name;
    std::ofstream(path) << "#!/bin/sh\n"
                        << script << "\n";
    ::chmod(path.c_str(), 0700);
    return path;
  }
  Variables variable() {
    return [this](const char* name) { return variables[name]; };
  }
  std::string tell(const std::string& url = "https://acme.example/x?a=1&b=%20#c") {
    const auto command = browser_command(url, variable());
    if (!command) return "ERROR " + command.error().message;
    std::string line;
    for (const auto& word : *command) line += (line.empty() ? "" : " ") + word;
    return line;
  }

  std::string folder;
  std::map<std::string, std::string> variables;
  CancelToken cancel;
};

const std::string address = "https://acme.example/x?a=1&b=%20#c";

TEST_F(Browser, OpensWhereThereIsADisplay) {
  const auto opener = make("xdg-open");
  EXPECT_THAT(tell(), HasSubstr("no display"));
  variables["DISPLAY"] = ":0";
  EXPECT_EQ(tell(), opener + " " + address);
  variables["DISPLAY"] = "";
  variables["WAYLAND_DISPLAY"] = "wayland-0";
  EXPECT_EQ(tell(), opener + " " + address);
  variables["SSH_CONNECTION"] = "192.0.2.1 1 192.0.2.2 22";
  EXPECT_THAT(tell(), HasSubstr("remote shell"));
}

TEST_F(Browser, TheFirstOpenerOnThePath) {
  variables["DISPLAY"] = ":0";
  EXPECT_THAT(tell(), HasSubstr("none of xdg-open, wslview and open is installed"));
  const auto last = make("open");
  EXPECT_EQ(tell(), last + " " + address);
  const auto middle = make("wslview");
  EXPECT_EQ(tell(), middle + " " + address);
  variables["PATH"] = ".:relative";
  EXPECT_THAT(tell(), HasSubstr("none of"));
}

TEST_F(Browser, ChittyBrowserCountsEverywhere) {
  const auto own = make("own browser");
  variables["SSH_CONNECTION"] = "x";
  variables["CHITTY_BROWSER"] = own;
  EXPECT_EQ(tell(), own + " " + address);
  variables["CHITTY_BROWSER"] = "own browser";
  EXPECT_EQ(tell(), own + " " + address);
  variables["CHITTY_BROWSER"] = "none";
  EXPECT_THAT(tell(), HasSubstr("CHITTY_BROWSER is set to none"));
  variables["CHITTY_BROWSER"] = "/nowhere/firefox";
  EXPECT_THAT(tell(), HasSubstr("'/nowhere/firefox', which is not a program"));
}

TEST_F(Browser, BrowserIsAListOfCommands) {
  variables["DISPLAY"] = ":0";
  const auto fox = make("fox");
  make("xdg-open");
  variables["BROWSER"] = "absent:fox --new %s --quiet";
  EXPECT_EQ(tell(), fox + " --new " + address + " --quiet");
  variables["BROWSER"] = "fox";
  EXPECT_EQ(tell(), fox + " " + address);
}

TEST_F(Browser, OnlyAnAddressIsOpened) {
  variables["CHITTY_BROWSER"] = make("own");
  for (const char* url :
       {"", "http://", "file:///etc/passwd", "javascript:alert(1)", "--help", "http://a b", "https://a/\"x",
        "https://a/'x", "https://a/`id`", "https://a/\nx", "https://-x/", "HTTP://a/"})
    EXPECT_EQ(browser_command(url, variable()).error().code, Code::invalid_argument) << url;
  EXPECT_EQ(tell("http://127.0.0.1:1/"), variables["CHITTY_BROWSER"] + " http://127.0.0.1:1/");
  EXPECT_EQ(tell("http://[::1]:1/"), variables["CHITTY_BROWSER"] + " http://[::1]:1/");
}

// As one word, without a shell, and without the tokens of our environment.
TEST_F(Browser, TheAddressIsOneWord) {
  ::setenv("CHITTY_ACME_TOKEN", "canary-acme", 1);
  variables["CHITTY_BROWSER"] =
      make("own", "echo \"$#|$1|$CHITTY_ACME_TOKEN|$HOME\" > " + folder + "/said; echo noise; echo noise >&2");
  const std::string url = "https://acme.example/?a=$(touch+" + folder + "/bad);*";
  EXPECT_TRUE(open_in_browser(url, variable(), cancel));
  std::string said;
  std::getline(std::ifstream(folder + "/said"), said);
  EXPECT_EQ(said, "1|" + url + "||" + std::getenv("HOME"));
  EXPECT_FALSE(std::filesystem::exists(folder + "/bad"));
  ::unsetenv("CHITTY_ACME_TOKEN");
}

// What opens a door stands behind the '#': in no list of processes, and in no file that others can read.
TEST_F(Browser, WhatIsBehindTheHashIsInAFileOfThePersonsOwn) {
  variables["CHITTY_BROWSER"] = make("own", "echo \"$1\" > " + folder + "/said");
  const std::string url = "https://acme.example/?a=1&b=2#code=canary-1";
  const auto said = [&] {
    EXPECT_TRUE(open_in_browser(url, variable(), cancel));
    std::string line;
    std::getline(std::ifstream(folder + "/said"), line);
    EXPECT_EQ(line.find("canary"), std::string::npos) << line;
    EXPECT_EQ(line.find("file://" + folder + "/.local/state/chitty/pages/page-"), 0u) << line;
    return line.substr(7);
  };
  const auto page = said();
  struct stat found {};
  ASSERT_EQ(::stat(page.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  std::stringstream text;
  text << std::ifstream(page).rdbuf();
  EXPECT_THAT(text.str(), HasSubstr("url=https://acme.example/?a=1&amp;b=2#code=canary-1"));
  std::filesystem::last_write_time(page, std::filesystem::file_time_type::clock::now() - std::chrono::minutes(3));
  said();
  EXPECT_FALSE(std::filesystem::exists(page)) << "an old one goes with the next";
  variables["XDG_RUNTIME_DIR"] = "/proc/none";
  EXPECT_THAT(open_in_browser(url, variable(), cancel).error().message, HasSubstr("cannot make the folder"));
}

TEST_F(Browser, WhatFailsAtOnceHasOpenedNothing) {
  variables["CHITTY_BROWSER"] = make("own", "exit 3");
  EXPECT_EQ(open_in_browser(address, variable(), cancel).error().code, Code::not_supported);
  variables["CHITTY_BROWSER"] = make("killed", "kill -9 $$");
  EXPECT_EQ(open_in_browser(address, variable(), cancel).error().code, Code::not_supported);
  variables["CHITTY_BROWSER"] = make("stays", "sleep 2");
  EXPECT_TRUE(open_in_browser(address, variable(), cancel));
}

}  // namespace
}  // namespace chitty::host
