// What a command handler may ask of the host: send a request, give records, say how far it is, read standard input,
// read and write configuration, keep credentials, ask in the person's browser, run another command. One object for one
// call; use it on the call's thread only.
#ifndef CHITTY_HOST_HPP
#define CHITTY_HOST_HPP

#include <chitty/arguments.hpp>
#include <chitty/browser.hpp>
#include <chitty/catalogue.hpp>
#include <chitty/crypto.hpp>
#include <chitty/request.hpp>
#include <chitty/response_stream.hpp>
#include <functional>
#include <string>
#include <vector>

namespace chitty {

class Host {
 public:
  Host(const HostTables& tables, chitty_call* call) : tables_(tables), call_(call) {}

  // Send, and read the reply as JSON. A JSON object that says `"success": false` is an Error in the service's words,
  // whatever the status: public services answer so. An empty body is an empty object.
  Result<Reply> send(const Request& request);

  // Send, and read the reply as a stream of bytes.
  Result<ResponseStream> open(const Request& request);

  // Give one record now; for long lists, so that nothing is kept. Return Reply::nothing() at the end.
  Result<void> record(const json::value& value);

  // Give bytes as they are; for views `raw` and `stream`.
  Result<void> bytes(std::string_view data);

  void progress(std::uint64_t done, std::uint64_t total, std::string_view label);

  void note(std::string_view line);

  // Up to `capacity` bytes of standard input; 0 at its end.
  Result<std::size_t> read_input(char* buffer, std::size_t capacity);

  // One line from the person at the terminal; INVALID_ARGUMENT when there is none. A secret is typed unseen.
  Result<std::string> question(std::string_view text, bool secret = false);

  // A message that the person writes at the terminal, with an editor's keys; `history`: earlier ones, the oldest first. NOT_FOUND: there
  // is no more (Ctrl-D); CANCELLED: Ctrl-C, and the call goes on unless cancelled(), details.typed is what was written; INVALID_ARGUMENT:
  // there is no terminal, read_input() instead.
  Result<std::string> message(std::string_view prompt, const std::vector<std::string>& history = {});

  // After Ctrl-C: it was meant for what was running, and the call goes on. False when it does not.
  bool go_on() { return CHITTY_OFFERS(tables_.terminal, go_on) && tables_.terminal->go_on(call_) != 0; }

  bool cancelled() const { return CHITTY_OFFERS(tables_.call, cancelled) && tables_.call->cancelled(call_) != 0; }

  // Sleep, or return the error `cancelled`.
  Result<void> wait(std::chrono::nanoseconds time);

  // Milliseconds since 1970, by the host's clock.
  std::int64_t now() const { return CHITTY_OFFERS(tables_.call, now) ? tables_.call->now(call_) : 0; }

  // The effective settings of a remote (empty: the call's own), secrets left out.
  Result<json::object> remote(std::string_view name = {});

  // The configuration's value at a dotted key; NOT_FOUND when it is not set.
  Result<json::value> config(std::string_view dotted);

  Result<void> set_config(std::string_view dotted, const json::value& value);

  // Keep a secret; the reference to write into the configuration.
  Result<std::string> keep_secret(std::string_view name, std::string_view value);

  // Keep a secret of a remote (empty: the call's own) and let the configuration refer to it; an empty `setting` is the
  // remote's credential. Shared: the credential of all services of the environment.
  enum class Credential : std::uint32_t {
    own = 0,
    shared = CHITTY_CREDENTIAL_SHARED
  };
  Result<void> keep_credential(std::string_view remote, std::string_view setting, std::string_view value,
                               Credential whose = Credential::own);

  // A secret of a remote, resolved; NOT_FOUND when there is none. An empty `setting` is the remote's credential. Only
  // for protocols that carry it in a body: credentials of requests are the host's.
  Result<std::string> secret(std::string_view remote, std::string_view setting);

  Crypto crypto() const { return Crypto(tables_.crypto); }

  // The person's browser (browser.hpp): wait there for the one visit of `path` on this machine; open a page.
  Result<Visit> expect_visit(std::string_view path, std::uint32_t port = 0);
  Result<void> open_browser(std::string_view url);

  // Another command, as if the person had typed these words; its records.
  Result<json::array> run(const std::vector<std::string>& words);

  // Another command in a process of its own, so that a crash of it is an exit code; from any thread of the plugin, several at once.
  // Scripted by FakeHost::apart.
  struct Apart {
    std::vector<std::string> words{};
    std::string input{};
    std::chrono::milliseconds time{0};             // 0: as long as this call has
    std::size_t output_bytes = 0;                  // 0: 1 MiB
    bool dry_run = false;                          // else as this call
    std::function<void(std::string_view)> line{};  // of its standard error, as it comes
    std::function<bool()> stop{};                  // asked every few milliseconds; true ends it
  };
  struct ApartEnd {
    std::string ended;  // "exited", "signal", "time", "stopped"
    int exit_code = 0, signal = 0;
    std::chrono::milliseconds duration{0};
    std::string output;              // NDJSON, as much of it as was to be kept
    std::uint64_t output_bytes = 0;  // all of it
    bool succeeded() const { return ended == "exited" && exit_code == 0; }
  };
  Result<ApartEnd> run_apart(const Apart& order) const;

  // One GET of each address at once, without credentials; what each answered, as plugin.h says (chitty.probe/1).
  Result<json::array> probe(const std::vector<std::string>& urls, std::chrono::milliseconds each);

  // Run somebody else's program in a child with limits; how it ended (plugin.h, chitty.child/1).
  Result<json::object> run_child(const json::object& order, std::string_view program);

  // What is installed, manifests and all, and the host's own commands (catalogue.hpp).
  Catalogue catalogue() const { return Catalogue(tables_.catalogue, call_); }

  // Act on the daemon of this machine: init, up, down, status (plugin.h, chitty.local/1).
  Result<json::value> daemon(std::string_view action, const json::object& options = {});

 private:
  static chitty_status CHITTY_CALL read_source(void* context, void* buffer, std::uint64_t capacity, std::uint64_t* got);

  const HostTables& tables_;
  chitty_call* call_;
};

// One command of a plugin: takes its arguments, gives a reply or an error.
using CommandHandler = Result<Reply> (*)(const Arguments&, Host&);

struct Command {
  const char* path;
  CommandHandler handler;
};

}  // namespace chitty

#endif  // CHITTY_HOST_HPP
