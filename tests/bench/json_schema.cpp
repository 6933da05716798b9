// What checking costs beside parsing: an object of 7 members, with and without a pattern. Prints nanoseconds of CPU time
// for each, the least of several rounds; `json_schema_bench` of a release build.
#include <chitty/json_schema.hpp>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <ctime>

namespace {

using namespace chitty;

constexpr std::string_view text =
    R"({"name": "Ada Lovelace", "age": 36, "email": "ada@example.org", "role": "owner", "active": true, "tags": ["x", "y"], "limit": 2.5})";
constexpr std::string_view members =
    R"("age": {"type": "integer", "minimum": 0, "maximum": 150}, "email": {"type": "string", "maxLength": 100},
       "role": {"enum": ["owner", "member", "guest"]}, "active": {"type": "boolean"},
       "tags": {"type": "array", "maxItems": 10, "items": {"type": "string"}}, "limit": {"type": "number", "exclusiveMinimum": 0})";

JsonSchema schema(std::string_view name, bool often) {
  const std::string all = R"({"type": "object", "required": ["name", "email"], "additionalProperties": false, "properties": {"name": )" +
                          std::string(name) + ", " + std::string(members) + "}}";
  return JsonSchema::compile(json::parse(all), {.often = often}).value();
}

// Of this thread alone: a machine that is busy otherwise makes it no longer.
double cpu_now() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

template <class Work>
double nanoseconds(Work&& work) {
  constexpr int rounds = 20, times = 20'000;
  double least = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const double start = cpu_now();
    for (int i = 0; i < times; ++i) work();
    least = std::min(least, (cpu_now() - start) / times);
  }
  return least;
}

}  // namespace

int main() {
  const auto plain = schema(R"({"type": "string", "minLength": 1, "maxLength": 80})", true);
  const auto matched = schema(R"({"type": "string", "maxLength": 80, "pattern": "^[A-Z][A-Za-z ]+$"})", true);
  const auto interpreted = schema(R"({"type": "string", "maxLength": 80, "pattern": "^[A-Z][A-Za-z ]+$"})", false);
  std::size_t sum = 0;
  const auto with = [&](const JsonSchema& held) { return [&] { sum += held.check(json::parse(text)).size(); }; };
  const double parsing = nanoseconds([&] { sum += json::parse(text).get_object().size(); });
  std::printf("parsing                          %6.0f ns\n", parsing);
  std::printf("checking                        +%6.0f ns (at most 2000)\n", nanoseconds(with(plain)) - parsing);
  std::printf("checking, a pattern, machine code +%4.0f ns\n", nanoseconds(with(matched)) - parsing);
  std::printf("checking, a pattern, interpreted +%5.0f ns\n", nanoseconds(with(interpreted)) - parsing);
  return sum == 0;
}
