// A manifest as C++ values: everything known of a plugin without running it. Parsed from the JSON text that the library
// carries; sdk/schema/manifest.schema.json says what may stand there, and why.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty {

enum class ArgumentType { string, integer, boolean, choice, list, file, duration, time, json, secret };
enum class Effect { read, create, update, remove, run };
enum class ViewKind { object, list, raw, stream, none };

struct Argument {
  std::string name;
  ArgumentType type = ArgumentType::string;
  std::string summary;
  char short_name = 0;      // options only; 0: none
  std::string placeholder;  // "<path>" in help; made from the name when empty
  bool required = false;
  bool repeated = false;             // the last positional, or an option that may be given again
  std::vector<std::string> choices;  // choice, and suggestions for others
  json::value fallback;              // the default; null: none
  std::optional<std::int64_t> minimum, maximum;
};

struct Column {
  std::string title;
  std::string pointer;  // RFC 6901, into the record
};

struct View {
  ViewKind kind = ViewKind::object;
  std::vector<Column> columns;  // empty: all members
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
  json::object reply;  // JSON Schema of one record
  std::vector<Example> examples;
  std::vector<std::string> scopes;
  bool needs_remote = true;  // false: works without any remote ("remote": false in the manifest)
  bool hidden = false;
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
  std::string auth = "bearer";               // "bearer" or "none"
  std::string auth_secret = "serviceToken";  // which setting holds the credential
  std::string health = "/health";
  std::vector<std::string> depends;  // other remote types
  bool hosted = true;  // the plugin has a `service`, so that an environment's baseUrl + "/TYPE" is its address
};

// How many requests in each window; windows begin at multiples of their length since 1970.
struct RateLimit {
  std::uint64_t requests = 0;
  std::int64_t window_ms = 0;
};

struct ServiceRoute {
  std::string method, path, handler, summary;
  std::string scope;  // empty only when is_public
  bool is_public = false;
  std::uint64_t body_limit = 1u << 20;  // bytes; streamed bodies may be larger
  std::optional<RateLimit> limit;       // of each client address
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

  const Command* command(std::string_view path) const;
};

// Is this extension for one exact host version, and no other (ABI-11)?
bool is_unstable(std::string_view extension);

// Text to values. Only the shape is relied on: `check_manifest` (schema.hpp) has been run when the plugin was indexed.
// A failure names the field and the rule.
Result<Manifest> parse_manifest(std::string_view text);

const char* name_of(Effect effect);      // "read", ...
const char* name_of(ArgumentType type);  // "string", ...

}  // namespace chitty
