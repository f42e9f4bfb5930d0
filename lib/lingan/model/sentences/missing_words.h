/// Sentences that lack words: bos stands where one is missing, which no sentence has inside.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/model/torch.h>

#include <lingan/base/token_batch.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Where words are missing: [B, T] bool. Of sentences without an end (specials.eos is -1) none are:
/// there bos may be a word.
/// @param tokens  [B, T] int64.
torch::Tensor missing_words(const torch::Tensor& tokens, const SpecialTokens& specials);

/// Tokens that are there, ends counted, as what a sentence costs is summed over: [B, T] bool.
/// @param sentences  hard, with lengths.
torch::Tensor known_tokens(const Sentences& sentences, const SpecialTokens& specials);

/// How many of a sentence's tokens are there.
int64_t count_known(std::span<const int32_t> sentence, const SpecialTokens& specials);

/// Sentences that lack a word where others do at the same position: the first those of the first of
/// the others, and so on, over and over. Ends stay.
/// @param others  at least one.
TokenBatch lacking_as(TokenBatch sentences, const TokenBatch& others,
                      const SpecialTokens& specials);

/// The sentences that lack no word.
TokenBatch whole_sentences(TokenBatch sentences, const SpecialTokens& specials);

}  // namespace lingan
