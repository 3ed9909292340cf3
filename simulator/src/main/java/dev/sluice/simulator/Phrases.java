package dev.sluice.simulator;

import java.util.List;

/// What made-up customers write.
///
/// The messages hold emoji, accents and `/`, because those are what a careless signature check
/// fails on, and some of everything a care desk sees: danger, anger, routine, thanks.
final class Phrases {

  static final List<String> BANK =
      List.of(
          "There is a payment of 480.00 on my card I never made. This is fraud!",
          "my card was stolen on the bus, please block it NOW 😡",
          "My card is blocked and I am standing at the till, what do I do?",
          "Someone called and asked for my PIN. I gave it to them 😰 please help",
          "What are your opening hours on 24/12?",
          "Could you send me the statement for 03/2026, please?",
          "The transfer I made on Monday has still not arrived. Third time I ask!",
          "How do I raise my card limit for a trip to São Paulo?",
          "Thank you, that was very quick 👍",
          "I was charged twice for the same purchase, €59.90 and €59.90",
          "the app shows error 500/timeout since this morning",
          "Is there a fee for withdrawals abroad?",
          "I have been on hold for 40 minutes. Unacceptable, I will close my account.",
          "New address: how can I change it? ✉️",
          "Great service at the branch yesterday, please tell Zoë 😊",
          "can i apply for a loan here?");

  static final List<String> RETAILER =
      List.of(
          "Where is my order? It should have been here on 12/11",
          "Three weeks late and nobody answers 😡 I want my money back",
          "The parcel arrived broken, glass everywhere 😢",
          "Do you have the blue jacket in size M/L?",
          "How do I return the shoes? They are too small",
          "Wrong item in the box: ordered a kettle, got a toaster 🤷",
          "I was charged twice for one order, please refund",
          "Love the dress, thank you so much ❤️",
          "My voucher code is not accepted at the checkout",
          "When is the sale over? 50% or 30%?",
          "The courier says delivered but there is nothing at my door",
          "Can I change the delivery address to the café next door?",
          "is this toy safe? my son got an electric shock from it!!",
          "Please cancel my order, I ordered by mistake",
          "Your support is the best, solved in 5 minutes 🎉",
          "Is click & collect open on Sunday?");

  static final List<String> CLINIC =
      List.of(
          "I would like an appointment next week, mornings if possible",
          "Can I move my appointment from 14/12 to 16/12?",
          "My daughter has a high fever and a rash, what should I do? 😟",
          "strong chest pain since an hour, is anyone there??",
          "Please cancel my appointment tomorrow at 9/9:30",
          "Do I have to come with an empty stomach for the blood test?",
          "Are my results there yet? I have been waiting for 10 days",
          "I need a repeat prescription, please 💊",
          "The waiting time yesterday was two hours. That is not acceptable.",
          "Is there parking near the clinic? 🚗",
          "Which insurances do you accept?",
          "I feel dizzy since I take the new tablets",
          "Thank you, the nurse was so kind to my mother 🙏",
          "Do you also vaccinate against flu/tetanus?",
          "I got a bill for a visit I never had",
          "Könnte ich bitte einen Termin für Freitag haben?");

  private Phrases() {}
}
