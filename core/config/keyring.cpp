#include "config/keyring.hpp"

#include "base/shared_library.hpp"

#include <cstdlib>
#include <filesystem>

namespace chitty {

namespace {

// libsecret's public structures as its stable ABI (libsecret-1.so.0) has them; its headers are not needed to build chitty.
struct Schema {
  const char* name;
  int flags;
  struct {
    const char* name;
    int type;  // 0: string
  } attributes[32];
  int reserved;
  void* reserved_pointers[7];
};
struct Failure {
  std::uint32_t domain;
  int code;
  char* message;
};
constexpr int dont_match_name = 2;  // so that `secret-tool lookup application chitty name NAME` finds the same

const Schema schema{"cc.chitty.Secret", dont_match_name, {{"application", 0}, {"name", 0}}, 0, {}};

using Lookup = char*(const Schema*, void* cancel, Failure**, ...);
using Store = int(const Schema*, const char* collection, const char* label, const char* value, void* cancel, Failure**, ...);
using Clear = int(const Schema*, void* cancel, Failure**, ...);
using Free = void(char*);

struct Libsecret {
  Lookup* lookup = nullptr;
  Store* store = nullptr;
  Clear* clear = nullptr;
  Free* free = nullptr;
};

const Libsecret& libsecret() {
  static const Libsecret table = [] {
    Libsecret out;
    if (auto library = SharedLibrary::open("libsecret-1.so.0")) {
      out.lookup = library->function<Lookup>("secret_password_lookup_sync");
      out.store = library->function<Store>("secret_password_store_sync");
      out.clear = library->function<Clear>("secret_password_clear_sync");
      out.free = library->function<Free>("secret_password_free");
    }
    return out;
  }();
  return table;
}

Error no_answer(const Failure* failure, const std::string& name) {
  return make_error(Code::configuration,
                    "The keyring does not answer for keyring:" + name + " (" + (failure && failure->message ? failure->message : "no reason given") + ").",
                    "Unlock the keyring, or keep the secret elsewhere: file:PATH or env:NAME");
}

bool has_session_bus() {
  if (const char* address = std::getenv("DBUS_SESSION_BUS_ADDRESS"); address && *address) return true;
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  std::error_code ec;
  return runtime && *runtime && std::filesystem::exists(std::filesystem::path(runtime) / "bus", ec);
}

}  // namespace

bool keyring_available() {
  if (!has_session_bus()) return false;
  const auto& table = libsecret();
  return table.lookup && table.store && table.clear && table.free;
}

Result<std::optional<std::string>> keyring_lookup(const std::string& name) {
  Failure* failure = nullptr;  // GLib's to free; it lives as long as the sentence made from it, and the process is short
  char* found = libsecret().lookup(&schema, nullptr, &failure, "application", "chitty", "name", name.c_str(), static_cast<void*>(nullptr));
  if (failure) return no_answer(failure, name);
  if (!found) return std::optional<std::string>();
  std::optional<std::string> value(found);
  libsecret().free(found);
  return value;
}

Result<void> keyring_store(const std::string& name, const std::string& value) {
  Failure* failure = nullptr;
  const std::string label = "chitty: " + name;
  const int stored = libsecret().store(&schema, "default", label.c_str(), value.c_str(), nullptr, &failure, "application", "chitty", "name",
                                       name.c_str(), static_cast<void*>(nullptr));
  if (!stored) return no_answer(failure, name);
  return {};
}

Result<void> keyring_clear(const std::string& name) {
  Failure* failure = nullptr;
  libsecret().clear(&schema, nullptr, &failure, "application", "chitty", "name", name.c_str(), static_cast<void*>(nullptr));
  if (failure) return no_answer(failure, name);
  return {};
}

}  // namespace chitty
