#include <lingan/gan/strategies/likelihood_ratio_loss.h>

#include <functional>

#include <lingan/gan/strategies/given_tokens.h>
#include <lingan/gan/strategies/next_token_rows.h>
#include <lingan/gan/strategies/rollout_rewards.h>

namespace lingan {
namespace {

/// ln p of every token in every place, [B, T, V].
torch::Tensor log_softmax(Generator& generator, const torch::Tensor& tokens) {
  return torch::log_softmax(generator.forward(tokens), -1);
}

/// What next tokens cost, row by row; notes what the discriminator knows of them.
class TokenRatioRows {
 public:
  /// @param targets  [N] int64, the real tokens.
  TokenRatioRows(const torch::Tensor& targets, const torch::Tensor& like,
                 const LikelihoodRatioTerms& terms)
      : targets_(targets),
        terms_(terms),
        real_ratio_(torch::zeros(targets.sizes(), like.options())),
        fake_ratio_(torch::zeros_like(real_ratio_)) {}

  RowLosses operator()(const torch::Tensor& log_p, const torch::Tensor& log_q,
                       const torch::Tensor& rows) const {
    const double alpha = terms_.alpha, beta = terms_.beta;
    const auto ratios = log_p - log_q;
    const auto q = log_q.exp();
    const auto target = targets_.index_select(0, rows).unsqueeze(1);
    const auto of_real = ratios.gather(1, target);
    real_ratio_.index_copy_(0, rows, of_real.squeeze(1));
    fake_ratio_.index_copy_(0, rows, row_products(q, ratios));
    const auto scaled = ratios.mul_(beta);
    auto slopes = torch::sigmoid(scaled).mul_(q).mul_(alpha * beta);
    slopes.scatter_add_(1, target, torch::sigmoid(of_real * -beta) * -beta);
    const auto of_fakes = row_products(q, torch::softplus(scaled));
    return {torch::softplus(of_real.squeeze(1) * -beta) + alpha * of_fakes, slopes};
  }

  /// ln G - ln G0 of the real tokens and, by G0, of all, [N]; 0 where nothing was asked for.
  const torch::Tensor& real_ratio() const { return real_ratio_; }
  const torch::Tensor& fake_ratio() const { return fake_ratio_; }

 private:
  /// The sum over tokens of a product, [n].
  static torch::Tensor row_products(const torch::Tensor& a, const torch::Tensor& b) {
    return torch::matmul(a.unsqueeze(1), b.unsqueeze(2)).squeeze(2).squeeze(1);
  }

  torch::Tensor targets_;
  LikelihoodRatioTerms terms_;
  torch::Tensor real_ratio_, fake_ratio_;
};

/// ln G - ln G0 of whole sentences, [B].
torch::Tensor sentence_ratios(Generator& generator, Generator& reference,
                              const Sentences& sentences) {
  torch::Tensor of_reference;
  {
    const torch::NoGradGuard no_gradient;
    of_reference = log_softmax(reference, sentences.tokens);
  }
  const auto ratios = log_softmax(generator, sentences.tokens) - of_reference;
  return (of_given_tokens(ratios, sentences.tokens) * token_mask(sentences)).sum(1);
}

}  // namespace

LikelihoodRatioLoss sentence_ratio_loss(Generator& generator, Generator& reference,
                                        const Sentences& real, const Sentences& fakes,
                                        const LikelihoodRatioTerms& terms) {
  const auto of_real = sentence_ratios(generator, reference, real);
  const auto of_fakes = sentence_ratios(generator, reference, fakes);
  const auto loss = torch::softplus(-terms.beta * of_real).mean() +
                    terms.alpha * torch::softplus(terms.beta * of_fakes).mean();
  return {loss, of_real.detach().mean(), of_fakes.detach().mean()};
}

LikelihoodRatioLoss token_ratio_loss(Generator& generator, Generator& reference,
                                     const Sentences& real, const LikelihoodRatioTerms& terms) {
  const SoftmaxRows own = next_token_rows(generator, real.tokens);
  const auto mask = token_mask(real).flatten();
  const TokenRatioRows rows(real.tokens.flatten(), own.hidden, terms);
  const auto reference_rows = fixed_next_token_rows(reference, real.tokens);
  const auto sum = softmax_pair_loss(own, reference_rows, mask, std::cref(rows));
  const auto mean = [&](const torch::Tensor& values) { return (values * mask).sum() / mask.sum(); };
  return {sum / static_cast<double>(real.rows()), mean(rows.real_ratio()), mean(rows.fake_ratio())};
}

}  // namespace lingan
