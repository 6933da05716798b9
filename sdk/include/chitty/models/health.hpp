// For services: how the models of each caller have answered. A circuit breaker and a daily budget, kept in a table because commands come
// and go: owner, name, failures, open_until, probe_until, calls, failed, latency_ms, day, tokens, last_error, updated_at.
#ifndef CHITTY_MODELS_HEALTH_HPP
#define CHITTY_MODELS_HEALTH_HPP

#include <chitty/models/breaker.hpp>
#include <chitty/service.hpp>

namespace chitty::models {

class Health {
 public:
  // `table` is in the service's own migrations. Of each caller the 50 models that answered last are kept.
  Health(Service& service, std::string table) : service_(service), table_(std::move(table)) {}

  // [{"name","state","failures","calls","failed","latencyMs","tokensToday","lastError","retryAt"}]
  Result<json::array> all();
  // May it be asked now? {"allowed":true,"reason":""}, or why not. Of a breaker that was open this claims the one probe.
  Result<json::object> admit(const std::string& name, std::int64_t daily_tokens);

  struct Outcome {
    std::string name, error{};
    bool ok = false;
    std::int64_t latency_ms = 0, tokens = 0, retry_after_ms = 0;
  };
  // What came of it; the model as `all` shows it.
  Result<json::object> outcome(const Outcome& fared);

 private:
  std::string owner() const { return service_.caller().subject; }
  std::string today() const;
  Result<Row> row_of(const std::string& name);
  Result<void> keep(Row row, const Breaker& breaker);
  json::object shown(const Row& row) const;

  Service& service_;
  std::string table_;
};

}  // namespace chitty::models

#endif  // CHITTY_MODELS_HEALTH_HPP
