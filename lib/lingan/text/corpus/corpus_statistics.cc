#include <lingan/text/corpus/corpus_statistics.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <lingan/text/corpus/line_block.h>

namespace lingan {

int32_t CorpusStatistics::length_percentile(double share) const {
  return lingan::length_percentile(lengths, share);
}

double CorpusStatistics::mean_length() const {
  const int64_t count = count_sentences(lengths);
  return count == 0 ? 0.0 : static_cast<double>(tokens) / static_cast<double>(count);
}

CorpusStatistics measure_corpus(CorpusLines& lines, const Tokenizer& tokenizer) {
  CorpusStatistics statistics;
  std::vector<bool> seen_ids(static_cast<size_t>(tokenizer.size()), false);
  std::unordered_set<size_t> seen_lines;
  std::vector<std::vector<int32_t>> rows;
  for (auto block = next_block(lines); !block.empty(); block = next_block(lines)) {
    rows.assign(block.size(), {});
    for_each_line(block, lines.name(),
                  [&](size_t i) { rows[i] = tokenizer.encode(block[i].text); });
    for (const std::vector<int32_t>& row : rows) {
      if (row.empty()) {
        ++statistics.empty;
        continue;
      }
      ++statistics.lengths[static_cast<int32_t>(row.size())];
      statistics.tokens += static_cast<int64_t>(row.size());
      statistics.unknown += std::count(row.begin(), row.end(), tokenizer.specials().unk);
      for (const int32_t id : row) seen_ids[static_cast<size_t>(id)] = true;
      const std::string_view bytes(reinterpret_cast<const char*>(row.data()),
                                   row.size() * sizeof(int32_t));
      if (!seen_lines.insert(std::hash<std::string_view>{}(bytes)).second) ++statistics.duplicates;
    }
  }
  statistics.types = std::count(seen_ids.begin(), seen_ids.end(), true);
  statistics.lines = lines.lines();
  statistics.bad = lines.bad_lines();
  return statistics;
}

}  // namespace lingan
