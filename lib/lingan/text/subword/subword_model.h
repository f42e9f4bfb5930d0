/// SentencePiece models, ready for encoders.
#pragma once

#include <string_view>
#include <variant>

#include <lingan/text/subword/subword_tables.h>

namespace lingan {

/// What finds the pieces of a model.
using PieceTables = std::variant<UnigramTables, BytePairTables>;

/// A SentencePiece model, ready for encoders. Immutable.
struct SubwordModel {
  /// @param kind  `unigram` or `bpe`.  @param model  one that SentencePiece's own library loads.
  /// @param rounds_first  see UnigramView; library_rounds_first says it of the linked library
  SubwordModel(std::string_view kind, const SentencePieceModel& model, bool rounds_first);

  NormalizationTables normalization;
  PieceTables pieces;
  WordBoundary boundary;
  bool reads_raw_words;  ///< words are those between the spaces of a line, before normalization
};

}  // namespace lingan
