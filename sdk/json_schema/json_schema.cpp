#include <chitty/json_schema.hpp>

#include "compiler.hpp"
#include "run.hpp"

namespace chitty {

Result<JsonSchema> JsonSchema::compile(const json::value& schema, const Options& options) {
  auto program = json_schema::Compiler(options).run(schema);
  if (!program) return program.error();
  JsonSchema out;
  out.program_ = std::move(*program);
  return out;
}

bool JsonSchema::accepts(const json::value& value) const {
  return json_schema::Run(*program_, nullptr, 0).root(value);
}

std::vector<Departure> JsonSchema::check(const json::value& value, std::size_t most) const {
  std::vector<Departure> found;
  if (accepts(value)) return found;
  json_schema::Run(*program_, &found, std::max<std::size_t>(1, most)).root(value);
  return found;
}

}  // namespace chitty
