#include <algorithm>

#include "plugin/index/index.hpp"
#include "plugin/index/index_layout.hpp"

namespace chitty::host {

using namespace index_layout;

namespace {

class Texts {
 public:
  explicit Texts(std::uint64_t begins) : begins_(begins) {}
  Text add(std::string_view text) {
    const Text made{static_cast<std::uint32_t>(begins_ + all_.size()), static_cast<std::uint32_t>(text.size())};
    all_ += text;
    return made;
  }
  const std::string& all() const { return all_; }

 private:
  std::uint64_t begins_;
  std::string all_;
};

struct NewWord {
  std::string_view word, summary;
  std::uint32_t row, flags;
};

// The first words that lead somewhere. A root that is also its plugin's name stands once, as the root.
std::vector<NewWord> words_of(const std::vector<Candidate>& candidates) {
  std::vector<NewWord> words;
  for (std::uint32_t i = 0; i < candidates.size(); ++i) {
    const auto& candidate = candidates[i];
    if (!candidate.reason.empty()) continue;
    bool name_is_root = false;
    for (const auto& root : candidate.roots) {
      if (std::find(candidate.lost.begin(), candidate.lost.end(), root.word) != candidate.lost.end()) continue;
      words.push_back({root.word, root.summary, i, is_root | (root.hands_on ? hands_on : 0)});
      name_is_root = name_is_root || root.word == candidate.name;
    }
    if (!name_is_root) words.push_back({candidate.name, candidate.summary, i, 0});
  }
  std::sort(words.begin(), words.end(), [](const NewWord& a, const NewWord& b) { return a.word < b.word; });
  return words;
}

// One line each: "1 word summary", 1 when it hands on. Neither word nor summary has a line's end.
std::string roots_text(const std::vector<Root>& all) {
  std::string lines;
  for (const auto& root : all) lines += (root.hands_on ? "1 " : "0 ") + root.word + ' ' + root.summary + '\n';
  return lines;
}

std::string start_text(const std::vector<Example>& all) {
  std::string lines;
  for (const auto& step : all) lines += step.command + '\t' + step.summary + '\n';
  return lines;
}

// The others need the daemon, so what the plugin says comes first that runs it.
std::vector<Example> steps_of(const std::vector<Candidate>& candidates) {
  std::vector<const Candidate*> in_order;
  for (const auto& candidate : candidates)
    if (candidate.reason.empty() && !candidate.start.empty()) in_order.push_back(&candidate);
  std::stable_partition(in_order.begin(), in_order.end(), [](const Candidate* candidate) {
    return candidate->manifest.find('"' + std::string(CHITTY_EXT_LOCAL) + '"') != std::string::npos;
  });
  std::vector<Example> steps;
  for (const auto* candidate : in_order)
    for (const auto& step : candidate->start)
      if (steps.size() < most_steps) steps.push_back(step);
  return steps;
}

Row row_of(const Candidate& candidate, std::string& body) {
  Row row{};
  row.stamp = candidate.stamp;
  row.place = candidate.place;
  row.proven = candidate.proven;
  row.by_claim = candidate.by_claim;
  const auto put = [&](RowText which, std::string_view text) {
    row.texts[which] = {static_cast<std::uint32_t>(body.size()), static_cast<std::uint32_t>(text.size())};
    body += text;
  };
  put(name, candidate.name), put(version, candidate.version), put(summary, candidate.summary),
      put(sha256, candidate.sha256);
  put(reason, candidate.reason), put(hint, candidate.hint), put(note, candidate.note), put(roots, roots_text(candidate.roots));
  put(start, start_text(candidate.start)), put(manifest, candidate.manifest);
  row.body_size = static_cast<std::uint32_t>(body.size());
  return row;
}

// A folder or file that changed just before it was read may have changed again under the same stamp.
bool any_unsettled(const std::vector<LookedPlace>& places, const std::vector<Candidate>& candidates,
                   std::int64_t time_ns) {
  for (const auto& place : places)
    if (place.place.skipped.empty() && !is_settled(place.look.stamp, time_ns)) return true;
  return std::any_of(candidates.begin(), candidates.end(),
                     [](const Candidate& candidate) { return candidate.stamp.inode != 0 && !candidate.proven; });
}

}  // namespace

std::string write_index(const std::vector<LookedPlace>& places, const std::vector<Candidate>& candidates,
                        std::int64_t time_ns) {
  const auto words = words_of(candidates);
  const auto steps = steps_of(candidates);
  Head head{};
  std::memcpy(head.mark, mark.data(), sizeof head.mark);
  head.version = layout_version;
  head.abi = host_abi;
  head.host = host_id();
  head.time_ns = time_ns;
  head.may_be_racy = any_unsettled(places, candidates, time_ns);
  head.places = static_cast<std::uint32_t>(places.size());
  head.rows = static_cast<std::uint32_t>(candidates.size());
  head.words = static_cast<std::uint32_t>(words.size());
  head.steps = static_cast<std::uint16_t>(steps.size());

  Texts texts(sizeof head + places.size() * sizeof(FolderRow) + candidates.size() * sizeof(Row) +
              words.size() * sizeof(Word) + steps.size() * sizeof(Step));
  std::string place_table, word_table, step_table;
  for (const auto& [place, look] : places)
    place_table += raw(FolderRow{texts.add(place.folder.native()), texts.add(place.origin), look.stamp,
                                 static_cast<std::uint32_t>(look.error), !place.skipped.empty()});
  for (const auto& word : words)
    word_table += raw(Word{texts.add(word.word), texts.add(word.summary), word.row, word.flags});
  for (const auto& step : steps) step_table += raw(Step{texts.add(step.command), texts.add(step.summary)});

  std::vector<Row> rows;
  std::vector<std::string> bodies(candidates.size());
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    rows.push_back(row_of(candidates[i], bodies[i]));
    rows.back().path = texts.add(candidates[i].path);
  }
  head.tables_end =
      sizeof head + place_table.size() + rows.size() * sizeof(Row) + word_table.size() + step_table.size() + texts.all().size();
  head.size = head.tables_end;
  std::string row_table;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].body_at = head.size;
    head.size += bodies[i].size();
    rows[i].hash = hash_of(bodies[i], hash_of(candidates[i].path, hash_of(before_hash(rows[i]))));
    row_table += raw(rows[i]);
  }

  const std::string tables = place_table + row_table + word_table + step_table + texts.all();
  head.tables_hash = hash_of(tables);
  head.hash = hash_of(before_hash(head));
  std::string file(raw(head));
  file.reserve(head.size);
  file += tables;
  for (const auto& body : bodies) file += body;
  return file;
}

}  // namespace chitty::host
