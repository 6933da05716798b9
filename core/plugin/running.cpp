#include "plugin/running.hpp"

#include <algorithm>
#include <cstddef>

#include "base/process/shared_library.hpp"
#include "plugin/sealed.hpp"
#include "plugin/status.hpp"

namespace chitty::host {

namespace {

constexpr std::size_t most_policy = 4u << 20;  // of a document: some ten thousand routes and limits

std::string abi_text(unsigned major, unsigned minor) { return std::to_string(major) + '.' + std::to_string(minor); }

// The entry says what the manifest said, or the manifest lied (ABI-03).
Result<void> check_table(const chitty_plugin& table, const CatalogueRow& row, const Manifest& manifest,
                         const chitty_host& host) {
  const auto fault = [&](const std::string& clause) {
    return make_error(Code::plugin_fault, std::string(row.path) + " " + clause + ".",
                      "Get the plugin again from its publisher, or remove the file.");
  };
  if (table.struct_size < offsetof(chitty_plugin, get_extension) + sizeof table.get_extension ||
      table.struct_size > sizeof table)
    return fault("filled " + std::to_string(table.struct_size) + " bytes of its table at the entry, of " +
                 std::to_string(sizeof table));
  if (table.abi_major == 0) return fault("reported success from its entry, but filled in nothing");
  if (table.abi_major != host.abi_major || table.abi_minor_min > host.abi_minor)
    return make_error(Code::not_supported,
                      std::string(row.path) + " is built for ABI " + abi_text(table.abi_major, table.abi_minor) +
                          " and needs at least " + abi_text(table.abi_major, table.abi_minor_min) +
                          ", this host offers ABI " + abi_text(host.abi_major, host.abi_minor) + ".",
                      table.abi_major < host.abi_major ? "Use a newer version of the plugin."
                                                       : "Update chitty, or use an older version of the plugin.");
  if (table.abi_major != manifest.abi_major || table.abi_minor_min > manifest.abi_minor)
    return fault("needs ABI " + abi_text(table.abi_major, table.abi_minor_min) +
                 " at its entry, but its manifest says " + abi_text(manifest.abi_major, manifest.abi_minor) +
                 " (/abi)");
  if (const auto name = said(table.name); name != manifest.name)
    return fault("calls itself '" + name + "' at its entry, but its manifest says '" + manifest.name + "' (/name)");
  if (const auto version = said(table.version); version != manifest.version)
    return fault("says version '" + version + "' at its entry, but its manifest says '" + manifest.version +
                 "' (/version)");
  if (!table.get_extension) return fault("offers nothing: its entry left get_extension empty");
  return {};
}

// A table of the plugin's for the extension; null when it has none.
template <class Table>
const Table* extension(const chitty_plugin& table, std::string_view id) {
  const chitty_str name = abi::borrow(id);
  return static_cast<const Table*>(table.get_extension(&name));
}

bool has_role(const Manifest& manifest, std::string_view role) {
  if (!manifest.service) return false;
  const auto& roles = manifest.service->roles;
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

// A piece more of a text that may not grow beyond `most`.
auto gather(std::string& text, std::size_t most) {
  return [&text, most](std::string_view piece) -> chitty_status {
    if (text.size() + piece.size() > most) return CHITTY_PLUGIN_FAULT;
    text.append(piece);
    return CHITTY_OK;
  };
}

std::vector<std::string> listed(chitty_status(CHITTY_CALL* list)(const chitty_sink*)) {
  std::vector<std::string> names;
  auto take = [&names](std::string_view name) -> chitty_status {
    if (names.size() >= 4096) return CHITTY_PLUGIN_FAULT;
    names.emplace_back(name);
    return CHITTY_OK;
  };
  const chitty_sink sink = abi::sink_to_function(take);
  if (list) list(&sink);
  return names;
}

}  // namespace

Result<RunningPlugin> RunningPlugin::open(const CatalogueRow& row, const Manifest& manifest, const chitty_host& host) {
  const auto path = loadable_path(row);
  if (!path) return path.error();
  const auto library = SharedLibrary::open(*path);
  if (!library)
    return make_error(Code::plugin_fault, std::string(row.path) + " cannot be loaded: " + library.error().message,
                      "Install what it needs, or get the plugin again from its publisher.");
  const auto entry = library->function<std::remove_pointer_t<chitty_plugin_entry_fn>>(CHITTY_PLUGIN_ENTRY);
  if (!entry)
    return make_error(Code::plugin_fault, std::string(row.path) + " does not define " CHITTY_PLUGIN_ENTRY " itself.",
                      "Build it with chitty_plugin() of the SDK.");

  RunningPlugin plugin;
  plugin.name_ = manifest.name;
  plugin.path_ = row.path;  // the real one: a sealed copy's path says nothing to a person
  plugin.table_.struct_size = sizeof plugin.table_;
  abi::ErrorSlot error;
  if (const auto status = entry(&host, &plugin.table_, error.get()); status != CHITTY_OK)
    return error_of(status, error, "The plugin '" + manifest.name + "' (" + plugin.path_ + ") refuses this host");
  if (auto checked = check_table(plugin.table_, row, manifest, host); !checked) return checked.error();
  if (auto taken = plugin.take_extensions(manifest); !taken) return taken.error();
  if (auto created = plugin.create(); !created) return created.error();
  return plugin;
}

// Only what the manifest promises is asked for: an answer to a question nobody asked means nothing.
Result<void> RunningPlugin::take_extensions(const Manifest& manifest) {
  if (!manifest.commands.empty()) commands_ = extension<chitty_commands>(table_, CHITTY_EXT_COMMANDS);
  if (manifest.service) service_ = extension<chitty_service>(table_, CHITTY_EXT_SERVICE);
  if (has_role(manifest, "identity")) identity_ = extension<chitty_identity>(table_, CHITTY_EXT_IDENTITY);
  if (has_role(manifest, "events")) event_log_ = extension<chitty_event_log>(table_, CHITTY_EXT_EVENT_LOG);
  if (has_role(manifest, "policy")) policy_ = extension<chitty_policy>(table_, CHITTY_EXT_POLICY);
  const char* broken = nullptr;
  if (commands_ && !(CHITTY_HAS(commands_, invoke) && commands_->invoke)) broken = CHITTY_EXT_COMMANDS;
  if (service_ && !(CHITTY_HAS(service_, handle) && service_->handle)) broken = CHITTY_EXT_SERVICE;
  if (identity_ && !(CHITTY_HAS(identity_, check) && identity_->check)) broken = CHITTY_EXT_IDENTITY;
  if (event_log_ && !(CHITTY_HAS(event_log_, take) && event_log_->take)) broken = CHITTY_EXT_EVENT_LOG;
  if (policy_ && !(CHITTY_HAS(policy_, policy) && policy_->policy)) broken = CHITTY_EXT_POLICY;
  if (broken)
    return make_error(Code::plugin_fault, path_ + " offers " + broken + " without the functions that belong to it.",
                      "Get the plugin again from its publisher, or remove the file.");
  if (commands_) handlers_ = listed(commands_->list);
  return {};
}

Result<void> RunningPlugin::create() {
  if (!CHITTY_HAS(&table_, create) || !table_.create) return {};
  abi::ErrorSlot error;
  const auto status = table_.create(&instance_, error.get());
  if (status != CHITTY_OK) return error_of(status, error, "The plugin '" + name_ + "' (" + path_ + ") did not start");
  return {};
}

std::vector<std::string> RunningPlugin::handlers() const { return handlers_; }

std::vector<std::string> RunningPlugin::routes() const {
  return service_ ? listed(service_->list) : std::vector<std::string>();
}

Result<void> RunningPlugin::invoke(chitty_call* call, std::string_view command, std::string_view arguments) const {
  const bool has_handler = std::find(handlers_.begin(), handlers_.end(), command) != handlers_.end();
  if (!commands_ || (commands_->list && !has_handler))
    return make_error(Code::plugin_fault,
                      "The plugin '" + name_ + "' (" + path_ + ") declares the command '" + std::string(command) +
                          "' in its manifest, but has no function for it.",
                      "Get the plugin again from its publisher.");
  const auto path = abi::borrow(command), given = abi::borrow(arguments);
  abi::ErrorSlot error;
  const auto status = commands_->invoke(instance_, call, &path, &given, error.get());
  if (status != CHITTY_OK)
    return error_of(status, error, "The plugin '" + name_ + "' failed in '" + std::string(command) + "'");
  return {};
}

Result<void> RunningPlugin::start(chitty_call* call) const {
  if (!service_ || !service_->start) return {};
  abi::ErrorSlot error;
  const auto status = service_->start(instance_, call, error.get());
  if (status != CHITTY_OK) return error_of(status, error, "The service of the plugin '" + name_ + "' did not start");
  return {};
}

Result<void> RunningPlugin::handle(chitty_call* call) const {
  if (!service_)
    return make_error(Code::plugin_fault, "The plugin '" + name_ + "' (" + path_ + ") has no service.",
                      "Get the plugin again from its publisher.");
  abi::ErrorSlot error;
  const auto status = service_->handle(instance_, call, error.get());
  if (status != CHITTY_OK) return error_of(status, error, "The service of the plugin '" + name_ + "' failed");
  return {};
}

bool RunningPlugin::has_tend() const { return service_ && CHITTY_OFFERS(service_, tend); }

Result<std::uint64_t> RunningPlugin::tend(chitty_call* call) const {
  std::uint64_t after = 0;
  if (!has_tend()) return after;
  abi::ErrorSlot error;
  const auto status = service_->tend(instance_, call, &after, error.get());
  if (status != CHITTY_OK) return error_of(status, error, "The service of the plugin '" + name_ + "' did not do its own work");
  return after;
}

Result<std::string> RunningPlugin::check_token(chitty_call* call, std::string_view token) const {
  if (!identity_)
    return make_error(Code::plugin_fault, "The plugin '" + name_ + "' (" + path_ + ") does not know tokens.",
                      "Get the plugin again from its publisher.");
  std::string caller;
  auto take = gather(caller, CHITTY_MAX_MESSAGE);
  const chitty_sink sink = abi::sink_to_function(take);
  const auto given = abi::borrow(token);
  abi::ErrorSlot error;
  const auto status = identity_->check(instance_, call, &given, &sink, error.get());
  if (status != CHITTY_OK)
    return error_of(status, error, "The plugin '" + name_ + "' could not check the token");
  return caller;
}

Result<void> RunningPlugin::tokens_used(chitty_call* call, std::string_view uses) const {
  if (!identity_ || !CHITTY_OFFERS(identity_, used)) return {};
  const auto given = abi::borrow(uses);
  abi::ErrorSlot error;
  const auto status = identity_->used(instance_, call, &given, error.get());
  if (status != CHITTY_OK) return error_of(status, error, "The plugin '" + name_ + "' did not take the uses of tokens");
  return {};
}

Result<void> RunningPlugin::take_events(chitty_call* call, std::string_view events) const {
  if (!event_log_)
    return make_error(Code::plugin_fault, "The plugin '" + name_ + "' (" + path_ + ") keeps no events.",
                      "Get the plugin again from its publisher.");
  const auto given = abi::borrow(events);
  abi::ErrorSlot error;
  const auto status = event_log_->take(instance_, call, &given, error.get());
  if (status != CHITTY_OK) return error_of(status, error, "The plugin '" + name_ + "' did not keep the events");
  return {};
}

Result<std::string> RunningPlugin::policy(chitty_call* call, std::uint64_t known) const {
  if (!policy_)
    return make_error(Code::plugin_fault, "The plugin '" + name_ + "' (" + path_ + ") has no policy.",
                      "Get the plugin again from its publisher.");
  std::string document;
  auto take = gather(document, most_policy);
  const chitty_sink sink = abi::sink_to_function(take);
  abi::ErrorSlot error;
  const auto status = policy_->policy(instance_, call, known, &sink, error.get());
  if (status != CHITTY_OK) return error_of(status, error, "The plugin '" + name_ + "' did not say its policy");
  return document;
}

Result<void> RunningPlugin::measured(chitty_call* call, std::string_view sums) const {
  if (!policy_ || !CHITTY_OFFERS(policy_, measured)) return {};
  const auto given = abi::borrow(sums);
  abi::ErrorSlot error;
  const auto status = policy_->measured(instance_, call, &given, error.get());
  if (status != CHITTY_OK) return error_of(status, error, "The plugin '" + name_ + "' did not take the sums of requests");
  return {};
}

}  // namespace chitty::host
