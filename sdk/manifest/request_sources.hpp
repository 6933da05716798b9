// Where the values of a declared request come from: each argument of the command goes to one place, of a type that fits.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <set>

#include "proofs.hpp"

namespace chitty {

class RequestSources {
 public:
  // `manifest` is the record, `remote` the remote type that is sent to. Lines begin with `where`. All must outlive this.
  RequestSources(const json::value& manifest, const json::object& command, const json::object& remote, std::string where, Lines& out);

  struct Slot {
    const json::value* schema = nullptr;  // of what may stand there; null: not known
    bool is_text = false;                 // it stands there as text
    bool is_seen = false;                 // it is logged: no place for a secret
  };
  void prove(const json::value& source, const std::string& place, const Slot& slot);

  // The argument is used as a whole there: a file that is sent, or written. False when the command has none of that name.
  bool use(const std::string& argument, const std::string& place);
  bool has(const std::string& argument) const { return arguments_.contains(argument); }
  bool always_there(const std::string& argument) const;  // required, or with a default

  // In the end: none twice, none never; `limit` of a list is the host's.
  void prove_each_once(bool is_list);

 private:
  struct Argument {
    std::string type;
    bool repeated = false;
    const json::object* said = nullptr;
    std::vector<std::string> places;  // where its value goes
  };
  void wrong(const std::string& place, const std::string& words);
  void prove_as(const Argument& argument, const json::object& source, const std::string& place);
  void prove_map(const Argument& argument, const json::object& map, const std::string& place);
  void prove_secret(const std::string& secret, const std::string& place, const Slot& slot);

  const json::value& whole_;
  const json::object& remote_;
  const std::string where_;
  Lines& out_;
  std::map<std::string, Argument> arguments_;
};

}  // namespace chitty
