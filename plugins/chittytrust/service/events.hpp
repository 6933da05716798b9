// Events: taken in, kept, counted.
#pragma once

#include <chitty/service.hpp>
#include <chittytrust_names.hpp>

#include <string>
#include <vector>

#include "../score/tally.hpp"

namespace chittytrust {

// An event that was looked at: every word of it is one that formulas know.
struct Recorded {
  std::string entity, id;
  Event event{};
  std::string type{}, channel{}, outcome{};  // as they were said
  std::optional<double> impact{};
  std::vector<std::string> tags{}, related{};
};

// INVALID_ARGUMENT: an entity or time is none, or it is in the future.
chitty::Result<Recorded> looked_at(const chitty::Service& service, const shapes::Event& given);

// Those of a request, all about `entity`, in order: by time, then by id. One that is there twice counts once. INVALID_ARGUMENT: one is
// about somebody else, or two of one id differ.
chitty::Result<std::vector<Recorded>> looked_at(const chitty::Service& service, const std::string& entity, const std::vector<shapes::Event>& given);

// True if it was kept; false if the entity has one of that id already, which then stays as it is. Within a transaction.
chitty::Result<bool> keep(chitty::Service& service, const Recorded& event, std::string_view origin);

// Those that are kept of an entity up to the time `at`, in order.
chitty::Result<Tally> tally_kept(chitty::Service& service, const std::string& entity, std::int64_t at);

}  // namespace chittytrust
