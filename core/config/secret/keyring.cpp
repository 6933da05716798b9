#include "config/secret/keyring.hpp"

#include "base/process/shared_library.hpp"

#include <signal.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace chitty::host {

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

std::atomic<const CancelToken*> stop{nullptr};
std::atomic<std::int64_t> limit_ms{60'000};
std::atomic<bool> silent{false};  // it took a question and gave no answer: no second one waits for it

Error no_answer_in_time(const std::string& name) {
  const auto* cancel = stop.load();
  const auto why = cancel ? cancel->why() : CancelToken::Why::none;
  if (why == CancelToken::Why::timed_out)
    return make_error(Code::timeout, "The keyring did not answer for keyring:" + name + " in time.",
                      "Unlock the keyring, or allow more time with --timeout.");
  if (why != CancelToken::Why::none) return make_error(Code::cancelled, "Stopped while waiting for the keyring.");
  return make_error(Code::configuration, "The keyring did not answer for keyring:" + name + " within " + std::to_string(limit_ms.load() / 1000) + " s.",
                    "Unlock or restart the keyring, or store the secret elsewhere: file:PATH or env:NAME");
}

// libsecret waits for as long as it takes, so it waits on a thread of its own, which is left alone when the time is up: the
// process is short, and does not end by waiting for it.
template <class T>
Result<T> in_time(const std::string& name, std::function<Result<T>()> ask) {
  using namespace std::chrono_literals;
  struct Shared {
    std::mutex mutex;
    std::condition_variable told;
    std::optional<Result<T>> answer;
  };
  const auto shared = std::make_shared<Shared>();
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are the caller's
  std::thread([shared, ask = std::move(ask)] {
    auto answer = ask();
    const std::lock_guard lock(shared->mutex);
    shared->answer = std::move(answer);
    shared->told.notify_all();
  }).detach();
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(limit_ms.load());
  std::unique_lock lock(shared->mutex);
  while (!shared->answer) {
    const auto* cancel = stop.load();
    if ((cancel && cancel->cancelled()) || std::chrono::steady_clock::now() >= until) {
      silent = true;
      return no_answer_in_time(name);
    }
    shared->told.wait_for(lock, 20ms);
  }
  return std::move(*shared->answer);
}

bool has_session_bus() {
  if (const char* address = std::getenv("DBUS_SESSION_BUS_ADDRESS"); address && *address) return true;
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  std::error_code ec;
  return runtime && *runtime == '/' && std::filesystem::exists(std::filesystem::path(runtime) / "bus", ec);
}

}  // namespace

void keyring_waits(std::chrono::milliseconds limit, const CancelToken* cancel) {
  limit_ms = limit.count();
  stop = cancel;
}

bool keyring_available() {
  if (silent || !has_session_bus()) return false;
  const auto& table = libsecret();
  return table.lookup && table.store && table.clear && table.free;
}

namespace {

// GLib's failures are GLib's to free; they live as long as the sentence made from them, and the process is short.
Result<std::optional<std::string>> look_up(const std::string& name) {
  Failure* failure = nullptr;
  char* found = libsecret().lookup(&schema, nullptr, &failure, "application", "chitty", "name", name.c_str(), static_cast<void*>(nullptr));
  if (failure) return no_answer(failure, name);
  if (!found) return std::optional<std::string>();
  std::optional<std::string> value(found);
  libsecret().free(found);
  return value;
}

Result<void> store(const std::string& name, const std::string& value) {
  Failure* failure = nullptr;
  const std::string label = "chitty: " + name;
  const int stored = libsecret().store(&schema, "default", label.c_str(), value.c_str(), nullptr, &failure, "application", "chitty", "name",
                                       name.c_str(), static_cast<void*>(nullptr));
  if (!stored) return no_answer(failure, name);
  return {};
}

Result<void> clear(const std::string& name) {
  Failure* failure = nullptr;
  libsecret().clear(&schema, nullptr, &failure, "application", "chitty", "name", name.c_str(), static_cast<void*>(nullptr));
  if (failure) return no_answer(failure, name);
  return {};
}

}  // namespace

Result<std::optional<std::string>> keyring_lookup(const std::string& name) {
  return in_time<std::optional<std::string>>(name, [name] { return look_up(name); });
}

Result<void> keyring_store(const std::string& name, const std::string& value) {
  return in_time<void>(name, [name, value] { return store(name, value); });
}

Result<void> keyring_clear(const std::string& name) {
  return in_time<void>(name, [name] { return clear(name); });
}

}  // namespace chitty::host
