#include "check/inputs.hpp"

#include <boost/json/serialize.hpp>
#include <random>

namespace chitty::host {

namespace {

json::value example_of(const Argument& argument) {
  if (!argument.fallback.is_null()) return argument.fallback;
  if (!argument.choices.empty()) return json::value_from(argument.choices.front());
  switch (argument.type) {
    case ArgumentType::integer:
    case ArgumentType::duration:
    case ArgumentType::time:
      return argument.minimum.value_or(1);
    case ArgumentType::boolean:
      return true;
    case ArgumentType::json:
      return json::object();
    default:
      return "acme";
  }
}

json::object proper(const Command& command) {
  json::object all;
  for (const auto* list : {&command.arguments, &command.options})
    for (const auto& argument : *list) {
      auto value = example_of(argument);
      const bool many = argument.repeated || argument.type == ArgumentType::list;
      all[argument.name] = many && !value.is_array() ? json::value(json::array{std::move(value)}) : std::move(value);
    }
  return all;
}

// The same at every run: what was found once is found again.
std::string noise(unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(1 + random() % 400, '\0');
  for (auto& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

void add_odd_ones(std::vector<Input>& inputs) {
  inputs.push_back({"nothing at all", "", false});
  inputs.push_back({"a text of 1 MiB", "{\"words\":\"" + std::string(1 << 20, 'x') + "\"}"});
  inputs.push_back({"text that is not UTF-8", "{\"words\":\"\xc3\x28\"}", false});
  inputs.push_back({"an array", "[1,2,3]"});
  for (unsigned seed = 1; seed <= 3; ++seed) inputs.push_back({"noise " + std::to_string(seed), noise(seed), false});
}

}  // namespace

std::vector<Input> inputs_of(const Command& command) {
  std::vector<Input> inputs{{"all arguments", json::serialize(proper(command))}, {"no arguments", "{}"}};
  json::object wrong;
  for (const auto& [name, value] : proper(command)) wrong[name] = json::object{{"of", "another type"}};
  inputs.push_back({"arguments of another type", json::serialize(wrong)});
  add_odd_ones(inputs);
  return inputs;
}

std::vector<Input> bodies() {
  std::vector<Input> inputs{{"an empty object", "{}"}};
  add_odd_ones(inputs);
  return inputs;
}

}  // namespace chitty::host
