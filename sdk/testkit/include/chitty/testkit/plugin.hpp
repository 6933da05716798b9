// A plugin under test: from its file, or linked into the test.
#ifndef CHITTY_TESTKIT_PLUGIN_HPP
#define CHITTY_TESTKIT_PLUGIN_HPP

#include <dlfcn.h>

#include <chitty/testkit/fetch_tables.hpp>
#include <chitty/testkit/person_tables.hpp>
#include <chitty/testkit/service_tables.hpp>
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::testkit {

// The host's extensions by id. Change it before a plugin is opened: offer a table of your own (chitty.crypto/1 and
// chitty.blobs/1 have none here), or null to see the plugin without one.
inline std::map<std::string, const void*, std::less<>>& offered() {
  static std::map<std::string, const void*, std::less<>> all{
      {CHITTY_EXT_CALL, &tables::call()}, {CHITTY_EXT_LOG, &tables::log()}, {CHITTY_EXT_OUTPUT, &tables::output()}, {CHITTY_EXT_INPUT, &tables::input()}, {CHITTY_EXT_TERMINAL, &tables::terminal()}, {CHITTY_EXT_HTTP, &tables::http()}, {CHITTY_EXT_CONFIG, &tables::config()}, {CHITTY_EXT_BROWSER, &tables::browser()}, {CHITTY_EXT_RUN, &tables::run()}, {CHITTY_EXT_LOCAL, &tables::local()}, {CHITTY_EXT_EXCHANGE, &tables::exchange()}, {CHITTY_EXT_STORE, &tables::store()}, {CHITTY_EXT_EVENTS, &tables::events()}, {CHITTY_EXT_PEER, &tables::peer()}, {CHITTY_EXT_PROBE, &tables::probe()}, {CHITTY_EXT_CHILD, &tables::child()}, {CHITTY_EXT_CATALOGUE, &tables::catalogue()}, {CHITTY_EXT_FETCH, &tables::fetch()}, {CHITTY_EXT_SETTINGS, &tables::settings()}};
  return all;
}
inline void offer(const std::string& id, const void* table) { offered()[id] = table; }

inline const void* CHITTY_CALL get_extension(const chitty_str* id) {
  const auto found = offered().find(abi::view(id));
  return found == offered().end() ? nullptr : found->second;
}

inline const chitty_host& host_table() {
  static const chitty_host table{sizeof(chitty_host), CHITTY_ABI_MAJOR, CHITTY_ABI_MINOR, 0, {"testkit", 7}, {"0", 1}, get_extension};
  return table;
}

class Plugin {
 public:
  // Load as the host does: RTLD_NOW | RTLD_LOCAL, never unloaded.
  static Result<Plugin> open(const std::string& path) {
    void* library =
        dlopen(path.find('/') == std::string::npos ? ("./" + path).c_str() : path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) return make_error(Code::plugin_fault, dlerror());
    auto* entry = reinterpret_cast<chitty_plugin_entry_fn>(dlsym(library, CHITTY_PLUGIN_ENTRY));
    if (!entry) return make_error(Code::plugin_fault, path + " does not export " CHITTY_PLUGIN_ENTRY);
    return of(entry);
  }

  // A plugin whose sources are part of the test: of(chitty_plugin_entry_v1).
  static Result<Plugin> of(chitty_plugin_entry_fn entry, const chitty_host& host = host_table()) {
    Plugin plugin;
    plugin.table_.struct_size = sizeof plugin.table_;
    abi::ErrorSlot error;
    if (const auto status = entry(&host, &plugin.table_, error.get()); status != CHITTY_OK) return error.take(status);
    if (!CHITTY_HAS(&plugin.table_, get_extension) || !plugin.table_.get_extension)
      return make_error(Code::plugin_fault, "The entry gave no get_extension.");
    plugin.commands_ = static_cast<const chitty_commands*>(plugin.extension(CHITTY_EXT_COMMANDS));
    plugin.service_ = static_cast<const chitty_service*>(plugin.extension(CHITTY_EXT_SERVICE));
    plugin.identity_ = static_cast<const chitty_identity*>(plugin.extension(CHITTY_EXT_IDENTITY));
    plugin.event_log_ = static_cast<const chitty_event_log*>(plugin.extension(CHITTY_EXT_EVENT_LOG));
    plugin.policy_ = static_cast<const chitty_policy*>(plugin.extension(CHITTY_EXT_POLICY));
    return plugin.create();
  }

  std::string_view name() const { return abi::view(table_.name); }
  std::string_view version() const { return abi::view(table_.version); }
  const chitty_plugin& table() const { return table_; }
  const void* extension(std::string_view id) const {
    const auto borrowed = abi::borrow(id);
    return table_.get_extension(&borrowed);
  }

  std::vector<std::string> commands() const { return commands_ ? listed(commands_->list) : std::vector<std::string>(); }
  std::vector<std::string> routes() const { return service_ ? listed(service_->list) : std::vector<std::string>(); }

  // Run a command. `arguments` as the host would hand them over: of the declared type, defaults in.
  Result<void> run(FakeHost& host, std::string_view path, const json::object& arguments = {}) const {
    if (!commands_) return lacks("chitty.commands/1");
    const std::string text = json::serialize(arguments);
    return run_text(host, path, text);
  }
  // The same with any text, to see what the plugin does with a wrong one.
  Result<void> run_text(FakeHost& host, std::string_view path, std::string_view text) const {
    const auto name = abi::borrow(path), given = abi::borrow(text);
    abi::ErrorSlot error;
    const auto status = commands_->invoke(instance_, host.as_call(), &name, &given, error.get());
    return status == CHITTY_OK ? Result<void>() : Result<void>(error.take(status));
  }

  // The service's start, and one request of it (host.incoming); what it answers is in host.answer too.
  Result<void> start(FakeHost& host) const {
    if (!service_) return lacks("chitty.service/1");
    if (!CHITTY_HAS(service_, start) || !service_->start) return {};
    abi::ErrorSlot error;
    const auto status = service_->start(instance_, host.as_call(), error.get());
    return status == CHITTY_OK ? Result<void>() : Result<void>(error.take(status));
  }
  // What the service does without being asked; how long until it wants to be called again, 0: it does not say.
  Result<std::chrono::milliseconds> tend(FakeHost& host) const {
    if (!service_ || !CHITTY_OFFERS(service_, tend)) return lacks("a function `tend`");
    host.has_request = false;
    std::uint64_t after = 0;
    abi::ErrorSlot error;
    const auto status = service_->tend(instance_, host.as_call(), &after, error.get());
    if (status != CHITTY_OK) return error.take(status);
    return std::chrono::milliseconds(after);
  }
  Result<Answer> handle(FakeHost& host) const {
    if (!service_) return lacks("chitty.service/1");
    abi::ErrorSlot error;
    const auto status = service_->handle(instance_, host.as_call(), error.get());
    return status == CHITTY_OK ? Result<Answer>(host.answer) : Result<Answer>(error.take(status));
  }

  // For the role identity: who the token is, and being told which were used.
  Result<json::object> check_token(FakeHost& host, std::string_view token) const {
    if (!identity_) return lacks("chitty.identity/1");
    std::string caller;
    const auto sink = abi::sink_to(caller);
    const auto given = abi::borrow(token);
    abi::ErrorSlot error;
    const auto status = identity_->check(instance_, host.as_call(), &given, &sink, error.get());
    if (status != CHITTY_OK) return error.take(status);
    auto read = tables::json_of(host, caller, "caller");
    if (!read) return read.error();
    if (!read->is_object())
      return make_error(Code::plugin_fault, "The plugin's caller is not a JSON object: " + caller);
    return read->get_object();
  }
  Result<void> tokens_used(FakeHost& host, const json::array& uses) const {
    if (!identity_) return lacks("chitty.identity/1");
    if (!CHITTY_OFFERS(identity_, used)) return {};
    const std::string text = json::serialize(uses);
    const auto given = abi::borrow(text);
    abi::ErrorSlot error;
    const auto status = identity_->used(instance_, host.as_call(), &given, error.get());
    return status == CHITTY_OK ? Result<void>() : Result<void>(error.take(status));
  }

  // For the role events: keep these. The transaction that the host has open is the test's to begin and end.
  Result<void> take_events(FakeHost& host, const json::array& events) const {
    if (!event_log_) return lacks("chitty.event-log/1");
    const std::string text = json::serialize(events);
    const auto given = abi::borrow(text);
    abi::ErrorSlot error;
    const auto status = event_log_->take(instance_, host.as_call(), &given, error.get());
    return status == CHITTY_OK ? Result<void>() : Result<void>(error.take(status));
  }

  // For the role policy: the document in force, null when it is the one known; and being told of requests.
  Result<json::value> policy(FakeHost& host, std::uint64_t known = 0) const {
    if (!policy_) return lacks("chitty.policy/1");
    std::string document;
    const auto sink = abi::sink_to(document);
    abi::ErrorSlot error;
    const auto status = policy_->policy(instance_, host.as_call(), known, &sink, error.get());
    if (status != CHITTY_OK) return error.take(status);
    return document.empty() ? Result<json::value>(json::value()) : tables::json_of(host, document, "policy");
  }
  Result<void> measured(FakeHost& host, const json::array& sums) const {
    if (!policy_) return lacks("chitty.policy/1");
    if (!CHITTY_OFFERS(policy_, measured)) return {};
    const std::string text = json::serialize(sums);
    const auto given = abi::borrow(text);
    abi::ErrorSlot error;
    const auto status = policy_->measured(instance_, host.as_call(), &given, error.get());
    return status == CHITTY_OK ? Result<void>() : Result<void>(error.take(status));
  }

 private:
  static Error lacks(const std::string& id) {
    return make_error(Code::plugin_fault, "The plugin does not offer " + id + ".");
  }

  Result<Plugin> create() {
    if (!CHITTY_HAS(&table_, destroy) || !table_.create) return *this;
    abi::ErrorSlot error;
    const auto status = table_.create(&instance_, error.get());
    return status == CHITTY_OK ? Result<Plugin>(*this) : Result<Plugin>(error.take(status));
  }

  static std::vector<std::string> listed(chitty_status(CHITTY_CALL* list)(const chitty_sink*)) {
    std::vector<std::string> names;
    auto take = [&](std::string_view name) -> chitty_status { return names.emplace_back(name), CHITTY_OK; };
    const auto sink = abi::sink_to_function(take);
    list(&sink);
    return names;
  }

  chitty_plugin table_{};
  chitty_instance* instance_ = nullptr;  // lives as long as the process: a plugin is never unloaded
  const chitty_commands* commands_ = nullptr;
  const chitty_service* service_ = nullptr;
  const chitty_identity* identity_ = nullptr;
  const chitty_event_log* event_log_ = nullptr;
  const chitty_policy* policy_ = nullptr;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_PLUGIN_HPP
