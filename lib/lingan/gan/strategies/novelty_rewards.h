/// What words are worth for being novel to a language model.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/gan/strategies/novelty.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// -ln p(y_t | y_<t), [B, T], 0 after a sentence's length; without a gradient.
torch::Tensor novelty(Generator& language_model, const Sentences& sentences);

/// Q(t) = sum over s in t..L of discount^(s - t) r(s), [B, T], with r(s) a word's novelty n(s), the
/// mean n of its sentence's words, or n times n(s) (Xu et al. 2018, sec. 3.3).
/// @param novelty  n, [B, T], 0 after a sentence's length.
/// @param mask  [B, T], 1 where the sentence has a token, else 0.
torch::Tensor novelty_rewards(const torch::Tensor& novelty, const torch::Tensor& mask,
                              const NoveltyOptions& options);

/// <n of fakes> - real_weight <n of real sentences>, each the mean over sentences of that over
/// their words; differentiable in the language model's weights. The paper has a real_weight of 1,
/// its authors' program 0.01 (Xu et al. 2018, sec. 3.2).
torch::Tensor novelty_loss(Generator& language_model, const Sentences& real, const Sentences& fakes,
                           double real_weight);

}  // namespace lingan
