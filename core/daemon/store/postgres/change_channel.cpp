#include "daemon/store/postgres/change_channel.hpp"

#include "daemon/store/postgres/connection.hpp"
#include "daemon/store/postgres/failure.hpp"

#include <poll.h>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t most_heard = 256;  // at a time; more of the same name say no more

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connected = std::unique_ptr<PGconn, Finish>;

struct FreeNotify {
  void operator()(PGnotify* notify) const { PQfreemem(notify); }
};

class PostgresChangeChannel final : public ChangeChannel {
 public:
  explicit PostgresChangeChannel(Connected connection) : connection_(std::move(connection)) {}

  Result<void> tell(const std::vector<std::string>& services) override {
    for (const auto& service : services) {
      const char* value = service.c_str();
      const Answer told(PQexecParams(connection_.get(), "SELECT pg_notify('chitty_changes', $1)", 1, nullptr, &value, nullptr, nullptr, 0));
      if (PQresultStatus(told.get()) != PGRES_TUPLES_OK) return failure_of(told.get());
    }
    return {};
  }

  // What this very connection has told comes back as well: that is known already.
  Result<std::vector<std::string>> hear(std::chrono::milliseconds at_most) override {
    pollfd one{PQsocket(connection_.get()), POLLIN, 0};
    (void)::poll(&one, 1, static_cast<int>(at_most.count()));
    if (PQconsumeInput(connection_.get()) == 0) return failure_of(nullptr);
    std::vector<std::string> names;
    while (const std::unique_ptr<PGnotify, FreeNotify> notify{PQnotifies(connection_.get())})
      if (notify->be_pid != PQbackendPID(connection_.get()) && names.size() < most_heard) names.emplace_back(notify->extra);
    return names;
  }

 private:
  Connected connection_;
};

}  // namespace

Result<std::unique_ptr<ChangeChannel>> postgres_change_channel(const PostgresAddress& address) {
  Connected connection(PQconnectdb(address.words.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK) return connect_failure(PQerrorMessage(connection.get()), address.shown);
  const Answer listening(PQexec(connection.get(), "LISTEN chitty_changes"));
  if (PQresultStatus(listening.get()) != PGRES_COMMAND_OK) return failure_of(listening.get());
  return std::unique_ptr<ChangeChannel>(std::make_unique<PostgresChangeChannel>(std::move(connection)));
}

}  // namespace chitty::host::daemon
