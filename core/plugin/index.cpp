#include "plugin/index.hpp"

#include "plugin/bytes.hpp"
#include "plugin/index_layout.hpp"
#include "plugin/schema.hpp"

namespace chitty {

using namespace index_layout;

namespace {

// A struct copied out of the file, which may stand at any alignment; nothing beyond the end.
template <class T>
std::optional<T> copy_at(std::string_view bytes, std::uint64_t at) {
  const auto found = piece(bytes, at, sizeof(T));
  if (!found) return std::nullopt;
  T copy;
  std::memcpy(static_cast<void*>(&copy), found->data(), sizeof copy);
  return copy;
}

Head head_of(std::string_view bytes) { return *copy_at<Head>(bytes, 0); }  // open() has seen that it is there

std::uint64_t rows_at(const Head& head) { return sizeof(Head) + std::uint64_t{head.places} * sizeof(Place); }
std::uint64_t words_at(const Head& head) { return rows_at(head) + std::uint64_t{head.rows} * sizeof(Row); }

std::string_view text_at(std::string_view bytes, const Text& text) {
  return piece(bytes, text.at, text.size).value_or(std::string_view());
}

struct WholeRow {
  Row row;
  std::string_view path, body;
  std::string_view text(RowText which) const { return text_at(body, row.texts[which]); }
};

std::optional<WholeRow> whole_row(std::string_view bytes, std::size_t index) {
  const Head head = head_of(bytes);
  if (index >= head.rows) return std::nullopt;
  const auto row = copy_at<Row>(bytes, rows_at(head) + index * sizeof(Row));
  if (!row) return std::nullopt;
  const auto body = piece(bytes, row->body_at, row->body_size);
  const auto path = piece(bytes, row->path.at, row->path.size);
  if (!body || !path || hash_of(*body, hash_of(*path, hash_of(before_hash(*row)))) != row->hash) return std::nullopt;
  return WholeRow{*row, *path, *body};
}

// The lines that the writer made of a row's roots.
std::vector<Root> roots_of(std::string_view lines) {
  std::vector<Root> all;
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const auto space = line.find(' ', 2);
    if (line.size() < 3 || space == std::string_view::npos) continue;
    all.push_back({std::string(line.substr(2, space - 2)), std::string(line.substr(space + 1)), line[0] == '1'});
  }
  return all;
}

std::string_view file_stem(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return path.substr(0, path.find('.'));
}

}  // namespace

std::uint64_t index_layout::host_id() {
  static const std::uint64_t id = hash_of(CHITTY_VERSION, hash_of(manifest_schema_id()));
  return id;
}

std::optional<Index> Index::open(std::string_view bytes) {
  const auto head = copy_at<Head>(bytes, 0);
  if (!head || std::string_view(head->mark, sizeof head->mark) != mark || head->hash != hash_of(before_hash(*head))) return std::nullopt;
  if (head->version != layout_version || head->abi != host_abi || head->host != host_id() || head->size != bytes.size()) return std::nullopt;
  if (head->tables_end > bytes.size() || words_at(*head) + std::uint64_t{head->words} * sizeof(Word) > head->tables_end) return std::nullopt;
  return Index(bytes);
}

bool Index::is_of(const std::vector<LookedPlace>& places) const {
  const Head head = head_of(bytes_);
  if (head.places != places.size()) return false;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto known = copy_at<Place>(bytes_, sizeof(Head) + i * sizeof(Place));
    const auto& [place, look] = places[i];
    if (!known || known->stamp != look.stamp || known->error != static_cast<std::uint32_t>(look.error) ||
        known->skipped != static_cast<std::uint32_t>(!place.skipped.empty()) || text_at(bytes_, known->folder) != place.folder.native())
      return false;
  }
  return true;
}

bool Index::is_young() const { return head_of(bytes_).young != 0; }
std::size_t Index::size() const { return head_of(bytes_).rows; }
std::size_t Index::word_count() const { return head_of(bytes_).words; }

namespace {

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
  const auto place = copy_at<Place>(bytes, sizeof(Head) + std::uint64_t{whole.row.place} * sizeof(Place));
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

}  // namespace chitty
