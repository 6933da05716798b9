// The plugin that a test program is about, as chitty_test_of() (ChittyPlugin.cmake) tells it: its library, with a real
// store and real keys behind it, and its folder. Link sqlite3 and crypto.
#ifndef CHITTY_TESTKIT_TESTED_PLUGIN_HPP
#define CHITTY_TESTKIT_TESTED_PLUGIN_HPP

#include <chitty/testkit/memory_blobs.hpp>
#include <chitty/testkit/openssl_crypto.hpp>
#include <chitty/testkit/record.hpp>
#include <chitty/testkit/sqlite_store.hpp>
#include <string>

namespace chitty::testkit {

// Opened once, at the first call. What else it is to find at its entry, offer before that (plugin.hpp, `offer`).
inline const Plugin& plugin() {
  static const Plugin opened = [] {
    offer(CHITTY_EXT_STORE, &sqlite_store());
    offer(CHITTY_EXT_BLOBS, &memory_blobs());
    offer(CHITTY_EXT_CRYPTO, &openssl_crypto());
    return Plugin::open(CHITTY_TESTED_PLUGIN).value();
  }();
  return opened;
}

// The manifest inside the library.
inline const json::object& manifest() {
  static const json::object read = manifest_in(CHITTY_TESTED_PLUGIN).value();
  return read;
}

// A file of the plugin's folder: "manifest.json", "migrations".
inline std::string plugin_file(const std::string& name) { return CHITTY_TESTED_FOLDER "/" + name; }

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_TESTED_PLUGIN_HPP
