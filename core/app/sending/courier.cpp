#include "app/sending/courier.hpp"

#include "app/call/dry_run.hpp"
#include "app/sending/exchange.hpp"
#include "app/call/giving.hpp"
#include "app/call/input.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"
#include "request/run.hpp"

#include <algorithm>

namespace chitty::host {

namespace {

class CallCourier : public Courier {
 public:
  CallCourier(chitty_call& call, std::string remote) : call_(call), remote_(std::move(remote)) {}

  Result<std::unique_ptr<HttpReply>> send(const Outgoing& request) override { return exchange(call_, remote_, request); }

  Result<json::object> settings() override {
    const auto to = destination(call_, remote_);
    if (!to) return to.error();
    return without_secrets(to->remote.settings, to->type.settings);
  }

  Result<std::string> secret(std::string_view setting) override {
    const auto to = addressee(call_, remote_);
    if (!to) return to.error();
    const auto reference = (*call_.run.config())->secret(to->type, to->name, to->environment, setting);
    if (!reference) return reference.error();
    return resolve_secret(*reference, call_.run.paths, true, &call_.run.cancel);
  }

  Result<void> record(json::value record) override { return give_record(call_, std::move(record)); }

  Result<void> bytes(std::string_view data) override { return give_bytes(call_, data); }

  Result<void> will_write(const std::string& file) override {
    if (!call_.run.options.dry_run) return {};
    return only_told(call_, "write " + file);
  }

  Result<std::size_t> input(char* buffer, std::size_t size) override { return read_input(call_, buffer, size); }

  void note(std::string_view line) override { give_note(call_, line); }

  void progress(std::uint64_t done, std::uint64_t total, std::string_view label) override { give_progress(call_, done, total, label); }

  Result<void> wait(std::chrono::milliseconds time) override {
    if (auto flushed = before_waiting(call_); !flushed) return flushed;
    if (call_.run.cancel.wait(time)) return {};
    return make_error(Code::cancelled, "Stopped.");
  }

 private:
  chitty_call& call_;
  std::string remote_;
};

// Another plugin's remote, seen from the host's own command.
class RemoteCourier : public CallCourier {
 public:
  RemoteCourier(chitty_call& call, std::unique_ptr<Manifest> manifest, const std::string& remote)
      : CallCourier(inner_, ""), outer_(call), manifest_(std::move(manifest)), inner_{call.run, *manifest_, call.command, call.writer, call.progress, remote} {
    inner_.has_secret = call.has_secret;
  }
  ~RemoteCourier() override { outer_.take_over(inner_); }

 private:
  chitty_call& outer_;
  std::unique_ptr<Manifest> manifest_;
  chitty_call inner_;
};

}  // namespace

Result<void> call_declared(chitty_call& call, std::string_view path, const json::object& arguments, RecordWriter& writer) {
  const auto fault = [&](const std::string& why) {
    return make_error(Code::plugin_fault, "'chitty " + call.command.path + "' sends the request of '" + std::string(path) + "', " + why,
                      "Report it to the publisher of the plugin '" + call.manifest.name + "'.");
  };
  const auto* command = call.manifest.command(path);
  if (!command) return fault("which is not in its manifest");
  if (command->request.empty()) return fault("which declares none");
  for (const auto& [name, value] : arguments) {
    const auto is_it = [&, &key = name](const Argument& argument) { return argument.name == key; };
    if (std::none_of(command->arguments.begin(), command->arguments.end(), is_it) && std::none_of(command->options.begin(), command->options.end(), is_it))
      return fault("which has no argument '" + std::string(name) + "'");
  }
  chitty_call inner{call.run, call.manifest, *command, writer, call.progress, call.remote, call.depth + 1};
  inner.has_secret = call.has_secret;
  inner.agreed = call.agreed;
  auto done = run_declared(inner, arguments);
  call.take_over(inner);
  return done;
}

Result<Addressed> address_remote(chitty_call& call) {
  const auto& name = call.remote;
  if (name.empty()) return usage_error("missing required option '--remote' for 'chitty " + call.command.path + "'", "List the remotes: chitty remote list");
  auto config = call.run.config();
  if (!config) return config.error();
  const auto environment = call.run.environment();
  if (!environment) return environment.error();
  const bool named = (*config)->has_remote(name, *environment);
  const std::string type = named ? (*config)->type_of(name, *environment) : name;
  const auto row = call.run.catalogue().find_plugin(type);
  if (!row)
    return make_error(Code::configuration, named ? "no plugin installed for remote '" + name + "' (type " + type + ")" : "no remote or plugin '" + name + "'",
                      named ? "List the installed plugins: chitty plugin list" : "List the remotes: chitty remote list");
  auto manifest = parse_manifest(row->manifest);
  if (!manifest) return manifest.error();
  if (const auto there = (*config)->remote(manifest->remote, named ? name : "", *environment); !there) return there.error();
  Addressed made;
  if (manifest->service) made.paging = paging_of_service(*manifest);
  if (made.paging.none()) made.paging = link_paging();
  made.courier = std::make_unique<RemoteCourier>(call, std::make_unique<Manifest>(std::move(*manifest)), named ? name : std::string());
  return made;
}

Result<void> run_declared(chitty_call& call, const json::object& arguments) {
  const auto request = read_request(call.manifest, call.command);
  if (!request) return request.error();
  const auto kind = call.command.view.kind;
  const auto shown = kind == ViewKind::raw ? Shown::bytes : Shown::records;
  CallCourier courier(call, request->remote);
  return run_request(*request, arguments, shown, courier);
}

}  // namespace chitty::host
