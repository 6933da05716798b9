// A declared request as values: the manifest's words (sdk/schema/manifest.schema.json, `request`), its route found.
#pragma once

#include <boost/json/object.hpp>
#include <chitty/error.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "manifest/manifest.hpp"

namespace chitty::host {

// Where one value of a request comes from.
struct Source {
  enum class From {
    argument,
    setting,
    constant,
    secret
  };
  enum class As {
    itself,
    seconds,
    milliseconds,
    text,
    json,
    csv,
    base64
  };
  From from = From::argument;
  std::string name;  // of the argument, of the secret's setting; a pointer into the settings
  json::value constant;
  As as = As::itself;
  json::object map;                          // empty: none
  bool slashes = false;                      // in a path: its slashes part segments
  ArgumentType type = ArgumentType::string;  // of the argument
  bool positional = false;                   // it is one
};
using Sources = std::vector<std::pair<std::string, Source>>;  // by name, or by pointer

// Where a value stands in a request.
struct Slot {
  enum class Where {
    path,
    query,
    header,
    body,
    variables
  };
  Where where = Where::query;
  std::string name;  // or pointer
};

// Where a value stands in a reply.
struct Place {
  enum class Where {
    body,
    header,
    link,
    last
  };
  Where where = Where::body;
  std::string name;  // or pointer; of `last`: into the last record
};

struct Part {
  std::string name;
  Sources fields;               // a JSON object
  std::optional<Source> value;  // or one value
  std::string file;             // or the argument that names a file
  std::string type;             // media type
};

struct Body {
  enum class Kind {
    none,
    members,
    form,
    parts,
    file
  };
  Kind kind = Kind::none;
  Sources members;  // by pointer, or the form's fields by name
  std::vector<Part> parts;
  std::string file;  // the argument that names it
  std::string type = "application/octet-stream";
};

struct Paging {
  struct Next {
    Place from;
    std::optional<Slot> to;  // none: `from` is a whole URL
  };
  struct Count {
    // size: a page that is shorter than asked for
    enum class End {
      empty,
      size,
      total,
      pages
    };
    Slot to;
    std::int64_t start = 0;
    bool by_records = false;
    End end = End::empty;
    Place at;  // of the total, of the number of pages
  };
  std::vector<Next> next;
  std::optional<Place> more;
  std::optional<Slot> size;
  std::int64_t most = 0;  // records in a page
  std::optional<Count> count;
  bool none() const { return next.empty() && !count; }
};

// Records are an array, or an object whose members' names go into `key`.
struct Records {
  std::string at;
  std::string key;
};

struct Failure {
  std::string at, code, message;
  json::object kinds;
};

struct Lookup {
  std::string argument;
  std::string target;
  bool is_public = false;
  Sources query;
  Records records;
  std::string name, id;  // pointers into a record
  Paging paging;
};

struct Waiting {
  std::optional<Place> poll;  // a URL or path in the reply
  std::string target;         // or a target, with values of the reply in its path
  std::vector<std::pair<std::string, Place>> path;
  std::string at;
  json::array done, failed;
  std::string message;
  std::chrono::milliseconds first{1000}, longest{30000};
  std::optional<Place> then;
};

struct DeclaredRequest {
  enum class Stream {
    none,
    sse,
    ndjson
  };
  std::string method, target;
  std::string remote;  // a type under `uses`; empty: the plugin's own
  bool is_public = false, repeatable = false;
  bool without_body = false;  // its route takes none, not even {}
  Sources path, query, header;
  Body body;
  std::string graphql;
  Sources variables;
  std::optional<Records> records;
  std::optional<std::string> record;
  Paging paging;
  Stream stream = Stream::none;
  std::string download;  // the argument that names the file; empty: none
  std::optional<Lookup> lookup;
  bool modify = false;
  std::optional<Waiting> wait;
  std::vector<Failure> failed;
  std::vector<std::string> expect;
  std::string note;
  std::string limit;  // the argument that says how many records are wanted; empty: none
};

// The option that every command with `wait` has.
inline constexpr const char* no_wait_option = "no-wait";

// PLUGIN_FAULT when the words do not hold together: a route that is not there, an argument that is not declared. The
// build has refused such a manifest; a host meets one that was made otherwise.
Result<DeclaredRequest> read_request(const Manifest& manifest, const Command& command);

// For `chitty api --paginate`: what the service declares for all its lists, and RFC 8288's next.
Paging paging_of_service(const Manifest& manifest);
Paging link_paging();

Slot slot_of(std::string_view text);
Place place_of(std::string_view text);

}  // namespace chitty::host
