#include "plugin/index/index.hpp"

#include <algorithm>

#include "plugin/index/index_bytes.hpp"
#include "manifest/schema.hpp"

namespace chitty::host {

using namespace index_layout;

std::uint64_t index_layout::host_id() {
  static const std::uint64_t id = hash_of(CHITTY_VERSION, hash_of(manifest_schema_id()));
  return id;
}

std::optional<Index> Index::open(std::string_view bytes) {
  const auto head = copy_at<Head>(bytes, 0);
  if (!head || std::string_view(head->mark, sizeof head->mark) != mark || head->hash != hash_of(before_hash(*head)))
    return std::nullopt;
  if (head->version != layout_version || head->abi != host_abi || head->host != host_id() || head->size != bytes.size())
    return std::nullopt;
  if (head->tables_end > bytes.size() || steps_at(*head) + std::uint64_t{head->steps} * sizeof(Step) > head->tables_end)
    return std::nullopt;
  return Index(bytes);
}

bool Index::is_of(const std::vector<LookedPlace>& places) const {
  const Head head = head_of(bytes_);
  if (head.places != places.size()) return false;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto known = copy_at<FolderRow>(bytes_, sizeof(Head) + i * sizeof(FolderRow));
    const auto& [place, look] = places[i];
    if (!known || known->stamp != look.stamp || known->error != static_cast<std::uint32_t>(look.error) ||
        known->skipped != static_cast<std::uint32_t>(!place.skipped.empty()) ||
        text_at(bytes_, known->folder) != place.folder.native())
      return false;
  }
  return true;
}

bool Index::may_be_racy() const { return head_of(bytes_).may_be_racy != 0; }
std::size_t Index::size() const { return head_of(bytes_).rows; }
std::size_t Index::word_count() const { return head_of(bytes_).words; }

namespace {

std::string_view file_stem(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return path.substr(0, path.find('.'));
}

CatalogueRow row_view(std::string_view bytes, const WholeRow& whole) {
  CatalogueRow row;
  row.path = whole.path;
  row.name = whole.text(RowText::name);
  row.version = whole.text(RowText::version);
  row.summary = whole.text(RowText::summary);
  row.sha256 = whole.text(RowText::sha256);
  row.reason = whole.text(RowText::reason);
  row.hint = whole.text(RowText::hint);
  row.note = whole.text(RowText::note);
  row.manifest = whole.text(RowText::manifest);
  row.stamp = whole.row.stamp;
  row.proven = whole.row.proven != 0;
  const auto place = copy_at<FolderRow>(bytes, sizeof(Head) + std::uint64_t{whole.row.place} * sizeof(FolderRow));
  if (place && whole.row.place < head_of(bytes).places) row.origin = text_at(bytes, place->origin);
  return row;
}

bool answers(const WholeRow& whole, std::string_view word) {
  if (whole.text(RowText::name) == word || file_stem(whole.path) == word) return true;
  const auto declared = roots_of(whole.text(RowText::roots));
  return std::any_of(declared.begin(), declared.end(), [word](const Root& root) { return root.word == word; });
}

}  // namespace

std::optional<CatalogueRow> Index::row(std::size_t index) const {
  const auto whole = whole_row(bytes_, index);
  if (!whole) return std::nullopt;
  return row_view(bytes_, *whole);
}

std::optional<CatalogueRow> Index::row_for(std::size_t index, std::string_view word) const {
  const auto whole = whole_row(bytes_, index);
  if (!whole || !answers(*whole, word)) return std::nullopt;
  return row_view(bytes_, *whole);
}

std::optional<Candidate> Index::candidate(std::size_t index) const {
  const auto found = whole_row(bytes_, index);
  if (!found) return std::nullopt;
  Candidate made;
  made.path = found->path;
  made.name = found->text(name);
  made.version = found->text(version);
  made.summary = found->text(summary);
  made.sha256 = found->text(sha256);
  made.manifest = found->text(manifest);
  made.roots = roots_of(found->text(roots));
  made.start = start_of(found->text(start));
  made.stamp = found->row.stamp;
  made.proven = found->row.proven != 0;
  if (found->row.by_claim || found->text(reason).empty()) return made;
  made.reason = found->text(reason);
  made.hint = found->text(hint);
  return made;
}

std::optional<Index::Word> Index::word(std::size_t index) const {
  const Head head = head_of(bytes_);
  if (index >= head.words) return std::nullopt;
  const auto found = copy_at<index_layout::Word>(bytes_, words_at(head) + index * sizeof(index_layout::Word));
  if (!found) return std::nullopt;
  return Word{text_at(bytes_, found->word), text_at(bytes_, found->summary), found->row, (found->flags & is_root) != 0,
              (found->flags & hands_on) != 0};
}

std::optional<Index::Word> Index::find(std::string_view wanted) const {
  std::size_t low = 0, high = word_count();
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    const auto candidate = word(middle);
    if (!candidate) return std::nullopt;
    if (candidate->word == wanted) return candidate;
    if (candidate->word < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return std::nullopt;
}

std::vector<CatalogueStep> Index::first_steps() const {
  const Head head = head_of(bytes_);
  std::vector<CatalogueStep> all;
  for (std::size_t i = 0; i < head.steps; ++i)
    if (const auto step = copy_at<Step>(bytes_, steps_at(head) + i * sizeof(Step)))
      all.push_back({text_at(bytes_, step->command), text_at(bytes_, step->summary)});
  return all;
}

bool Index::is_whole() const {
  const Head head = head_of(bytes_);
  const auto tables = piece(bytes_, sizeof(Head), head.tables_end - sizeof(Head));
  return tables && hash_of(*tables) == head.tables_hash;
}

bool Index::files_are_as_indexed() const {
  const Head head = head_of(bytes_);
  std::string path;
  for (std::uint64_t i = 0; i < head.rows; ++i) {
    const auto row = copy_at<Row>(bytes_, rows_at(head) + i * sizeof(Row));
    if (!row) return false;
    path = text_at(bytes_, row->path);
    if (look_at(path.c_str()).stamp != row->stamp) return false;
  }
  return true;
}

}  // namespace chitty::host
