/// The files of text that a run learns from, and the labels or sources of their sentences.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include <lingan/base/input.h>
#include <lingan/run/data/prepared_data.h>
#include <lingan/text/corpus/corpus_lines.h>

namespace lingan {

/// Which part of a line of a source is its sentence, and which its label.
LineColumn sentence_column(const TextSource& source);
LineColumn label_column(const TextSource& source);

/// Whether the lines of a source are pairs of a query, which is the label, and an item, which is
/// one token: by TextSource::label_column, and the tokenizer `line`.
bool has_pairs(const TextSource& source);

/// Reads pairs through.
/// @throws InputError naming the first line that is not blank and not a query, one tab and an item.
void check_pairs(const RereadableInput& input, BadText bad_text);

/// "no sentence to train on has the label NAME", or what is said of a query of pairs.
std::string none_has_label(const TextSource& source, const std::string& name);

/// Maximum of different labels of a source.
size_t maximum_labels(const TextSource& source);

/// The corpus of a source, and its second one where it has one. Lines that are not blank are
/// numbered from 0 on through both.
class TextFiles {
 public:
  /// @param source  must live as long as the files.
  /// @throws InputError for a file without text, and as check_pairs; IoError as reading does.
  explicit TextFiles(const TextSource& source);

  const std::string& name() const { return files_.front().name(); }  ///< of the first, for messages

  /// All lines, of each file from the first line on. They must not outlive the files.
  std::vector<CorpusLines> lines() const;

  /// How many lines are not blank.
  int64_t count() const;

  /// Puts the fingerprints of the files into `data`.
  void put_fingerprints(PreparedData& data) const;

  /// The label of each line that is not blank, none where sentences have none: that of the file of
  /// labels, of a column of the corpus, or of two corpora `a` and `b`. The labels' names go to
  /// `data`.
  /// @throws UsageError for labels of two kinds, or beside held-out text of another input;
  /// InputError as match_labels.
  std::vector<int32_t> line_labels(PreparedData& data) const;

  /// Lines of sources from the first on; nothing where the source names none.
  std::optional<CorpusLines> source_lines() const;

  /// The number of the source of each line that is not blank, none where sentences have none. The
  /// fingerprint of the sources goes to `data`.
  /// @throws UsageError for sources beside labels that come from no file, or held-out text of
  /// another input; InputError as match_sources.
  std::vector<int64_t> line_sources(PreparedData& data) const;

 private:
  std::vector<int32_t> matched_labels(CorpusLines lines, PreparedData& data) const;

  const TextSource& source_;
  std::list<RereadableInput> files_;
  std::optional<RereadableInput> sources_;
  std::vector<int64_t> counts_;  // lines of each file that are not blank
};

}  // namespace lingan
