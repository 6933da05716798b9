// Arguments of commands, beyond the schema of manifests.
#include "members.hpp"
#include "proofs.hpp"

namespace chitty {

using namespace manifest_words;

namespace {

// "7days" is a week ago to one command and in a week to another: only its author knows.
void prove_direction(const json::object& argument, const std::string& where, Lines& out) {
  const bool is_time = text_at(argument, "type") == "time";
  if (is_time && !argument.contains("direction"))
    out.push_back(where + ": is a time, so it needs a `direction`: \"past\", \"future\" or \"any\"");
  if (!is_time && argument.contains("direction")) out.push_back(where + ".direction: is for a time only");
}

}  // namespace

Lines prove_arguments(const json::object& manifest) {
  Lines out;
  const auto& commands = list_at(manifest, "commands");
  for (std::size_t i = 0; i < commands.size(); ++i)
    for (const auto* kind : {"arguments", "options"}) {
      const auto& all = list_at(commands[i].as_object(), kind);
      for (std::size_t k = 0; k < all.size(); ++k)
        prove_direction(all[k].as_object(), "commands[" + std::to_string(i) + "]." + kind + "[" + std::to_string(k) + "]", out);
    }
  return out;
}

}  // namespace chitty
