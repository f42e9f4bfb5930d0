#include <lingan/text/subword/subword_model.h>

namespace lingan {

SubwordModel::SubwordModel(std::string_view kind, const SentencePieceModel& model,
                           bool rounds_first)
    : normalization(model),
      pieces(kind == "unigram" ? PieceTables(std::in_place_type<UnigramTables>, model, rounds_first)
                               : PieceTables(std::in_place_type<BytePairTables>, model)),
      boundary(find_word_boundary(model)) {
  const auto* pairs = std::get_if<BytePairTables>(&pieces);
  const bool words_depend = pairs ? pairs->has_unused() : !normalization.writes_utf8();
  if (words_depend) boundary = WordBoundary::kNone;
  reads_raw_words = boundary == WordBoundary::kBeforeMark && !model.space_is_suffix &&
                    normalization.spaces_separate();
}

}  // namespace lingan
