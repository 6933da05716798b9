// A manifest as C++ values: everything known of a plugin without running it. Parsed from the JSON text that the library
// carries; sdk/schema/manifest.schema.json says what may stand there, and why.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <chitty/quota.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace chitty::host {

enum class ArgumentType {
  string,
  integer,
  boolean,
  choice,
  list,
  file,
  duration,
  time,
  json,
  secret
};
enum class Effect {
  read,
  create,
  update,
  remove,
  run
};
enum class ViewKind {
  object,
  list,
  raw,
  stream,
  none
};

struct Argument {
  std::string name;
  ArgumentType type = ArgumentType::string;
  std::string summary;
  char short_name = 0;      // options only; 0: none
  std::string placeholder;  // "<path>" in help; made from the name when empty
  bool required = false;
  Direction direction = Direction::any;  // time only
  bool reference = false;                // secret only: "env:NAME" is handed over as it is, and not what it names
  bool repeated = false;                 // the last positional, or an option that may be given again
  std::vector<std::string> choices;      // choice, and suggestions for others
  std::string form;                      // what a value is, as a noun; such a one is never empty
  std::vector<std::string> suggest{};    // kinds of names that only the host knows: "remotes", "keys", …
  json::value fallback;                  // the default; null: none
  std::optional<std::int64_t> minimum, maximum;
};

struct Column {
  // how many there are, how long ago it was, how much of the largest in the list
  enum class As {
    itself,
    count,
    age,
    bar
  };
  std::string title;
  std::string pointer;              // RFC 6901, into the record
  std::vector<std::string> more{};  // further values in the same cell
  std::string join = " ";           // between them
  As as = As::itself;
  std::string unit{};  // of its numbers: "bytes", or a pointer to the member that says so; empty: none
};

struct View {
  ViewKind kind = ViewKind::object;
  std::vector<Column> columns;           // empty: all members
  std::string empty = "No results.";     // said of a list without records; empty: nothing
  std::vector<std::string> list_with{};  // options that make an object view a list of its records
};

struct Example {
  std::string command;  // a whole line, "chitty id mint --entity PERSON"
  std::string summary;
};

struct Command {
  std::string path;  // "id mint"
  std::string summary;
  std::string description;
  std::vector<Argument> arguments;  // positional, in order
  std::vector<Argument> options;
  Effect effect = Effect::read;
  View view;
  json::object reply;    // JSON Schema of one record
  json::object request;  // the request of a command that is declared whole (core/request); empty: it is code
  std::vector<Example> examples;
  std::vector<std::string> scopes;
  bool needs_remote = true;  // false: works without any remote ("remote": false in the manifest)
  bool hidden = false;
  std::string confirm;             // what would be lost, as a clause: it asks first, whatever its effect
  bool keeps_credentials = false;  // it may get hold of one: that it can be kept is proved before it runs
  std::string would;               // what it would do, where a dry run can show its first request only
  std::optional<bool> dry_run;     // true: it changes things through the host only, which can hold it back and say what it would do
};

// A first word on the command line that the plugin declares.
struct Root {
  std::string word;
  std::string summary;
  bool hands_on = false;  // words that are no command of this root are run without it: `all acme go` is `acme go`
};

// How the host signs requests to a remote of a type.
struct RemoteType {
  std::string type;                          // the plugin's name, or a key of `uses`
  json::object settings;                     // JSON Schema of one remote's settings; "secret": true marks a secret
  json::object defaults;                     // by environment: {"production": {"baseUrl": "https://…"}}
  std::string auth = "bearer";               // "none", "bearer", "header", "query", "basic", "client-credentials"
  std::string auth_secret = "serviceToken";  // which setting holds the credential
  std::string auth_name;                     // of the header or of the query's parameter that carries it
  std::string auth_prefix;                   // before it in the header
  std::string auth_user;                     // the setting with the user or the client's id
  std::string auth_token_url;                // client-credentials: a path below the base URL, or a whole URL
  std::string auth_scope;
  std::string health = "/health";
  std::vector<std::string> depends;  // other remote types
  json::object headers;              // fields of every request, by name
  json::value failed;                // errors inside a reply that says all is well (core/request)
  bool hosted = true;                // the plugin has a `service`, so that an environment's baseUrl + "/TYPE" is its address
};

// How many requests in each window; windows begin at multiples of their length since 1970.
struct RateLimit {
  std::uint64_t requests = 0;
  std::int64_t window_ms = 0;
};

// How many requests one of a route counts for.
struct RouteCost {
  // what the number is read from
  enum class Per {
    request,
    query,
    body,
    line
  };
  Per per = Per::request;
  std::string at;           // query: its name; body, line: a pointer; a line's may be empty: each counts for one
  std::uint64_t units = 1;  // request: so many
  std::uint64_t each = 1;   // else: one for each begun so many
};

struct ServiceRoute {
  std::string method, path, handler, summary;
  std::string scope;  // empty only when is_public
  bool is_public = false;
  bool other_sites = false;             // a form of another site's page may lead here
  std::uint64_t body_limit = 1u << 20;  // bytes; streamed bodies may be larger
  std::optional<RateLimit> limit;       // of each client address
  RouteCost cost;
  std::string sees, widens;  // "own", "public", "any", or nothing said; the scope with which it sees any, or none

  // What it takes and gives, by JSON Schema as it stands in the manifest: references go to Manifest::shapes. Null: not said.
  json::object parameters;             // of the path, by name
  json::value query;                   // one object schema
  json::value body, reply;             // a schema, or {"ndjson": …} and so on
  std::optional<std::string> records;  // pointer to the list in a reply
  json::value paging;                  // how the list goes on; null or false: it comes whole
  std::vector<std::string> refusals;   // words of error codes
  bool repeatable = false;
  bool checked_by_handler = false;  // the daemon does not hold requests to the above
};

struct Migration {
  std::string id;  // "001_identities"
  std::string up, down;
};

// Another service that this one asks by itself, and what it may do there.
struct UsedService {
  std::string type;
  std::vector<std::string> scopes;
};

// Of the role identity: what a person types to get a token, and one with a scope ("{scope}" stands for it). May be
// empty.
struct HowTo {
  std::string token, scope;
};

struct ServiceManifest {
  std::vector<std::string> roles;  // identity, events, policy, discovery, deploy
  std::vector<UsedService> uses;
  HowTo how_to;
  std::vector<ServiceRoute> routes;
  std::vector<Quota> quotas;
  json::object settings;  // JSON Schema of what the operator may set; empty: nothing
  json::object paging;    // of every route with records
  std::vector<Migration> migrations;
  std::vector<std::string> private_tables;  // rows that hold secrets: whoever shows or exports a database leaves them out
};

struct Manifest {
  std::string name, version, summary, description, publisher, license, homepage;
  unsigned abi_major = 0, abi_minor = 0;
  std::vector<std::string> extensions;  // of the host, required
  std::string abi_host;                 // the one host version that it is for, if it needs `chitty.unstable.*`
  std::vector<Root> roots;
  std::vector<Command> commands;
  RemoteType remote;
  std::vector<RemoteType> uses;  // other remote types that commands send to
  std::optional<ServiceManifest> service;
  json::object shapes;         // `$defs`: what schemas of the manifest refer to
  std::vector<Example> start;  // what somebody new tries first; on the first page of all

  const Command* command(std::string_view path) const;
};

// Is this extension for one exact host version, and no other (ABI-11)?
bool is_unstable(std::string_view extension);

// Text to values. Only the shape is relied on: `check_manifest` (schema.hpp) has been run when the plugin was indexed.
// A failure names the field and the rule.
Result<Manifest> parse_manifest(std::string_view text);

const char* name_of(Effect effect);      // "read", ...
const char* name_of(ArgumentType type);  // "string", ...

}  // namespace chitty::host
