// chitty notion-database put: what is not there is added, what differs changed, what somebody changed in Notion named.
#include <chitty/members.hpp>
#include <chitty/verdict.hpp>
#include <notion-database_names.hpp>

#include <algorithm>
#include <iterator>

#include "../put.hpp"
#include "../table.hpp"

namespace notion_database::commands {

namespace {

// One at a time, so that nothing is given twice; a batch is as many as one query may ask for.
constexpr std::size_t batch = 100;

}  // namespace

Result<Reply> put(const Put& args, Host& host) {
  CHITTY_TRY(const auto source, data_source(host));
  CHITTY_TRY(auto schema, read_schema(host, source));
  CHITTY_TRY(const auto records, records_of(args.record, args.key));
  if (args.make_properties) {
    CHITTY_TRY(schema, with_properties_for(host, source, std::move(schema), records));
  }
  CHITTY_TRY(auto entries, wanted_entries(schema, records, args.key));
  std::vector<std::string> conflicts;
  std::uint64_t done = 0;
  for (std::size_t from = 0; from < entries.size(); from += batch) {
    const auto last = std::min(from + batch, entries.size());
    std::vector<Wanted> some(std::make_move_iterator(entries.begin() + static_cast<std::ptrdiff_t>(from)),
                             std::make_move_iterator(entries.begin() + static_cast<std::ptrdiff_t>(last)));
    CHITTY_DO(put_batch(host, source, schema, some, args.overwrite, [&](const json::object& written) -> Result<void> {
      if (text_in(written, "result") == "conflict") conflicts.push_back(text_in(written, "key"));
      host.progress(++done, entries.size(), "entries");
      return host.record(written);
    }));
  }
  if (conflicts.empty() || args.allow_conflicts) return Reply::nothing();
  std::string all;
  for (const auto& key : conflicts) all += (all.empty() ? "" : ", ") + key;
  return verdict(make_error(Code::conflict, "some entries were changed in Notion meanwhile, or are there twice: " + all,
                            "Look at them in Notion, or write over what was changed with --overwrite"));
}

}  // namespace notion_database::commands
