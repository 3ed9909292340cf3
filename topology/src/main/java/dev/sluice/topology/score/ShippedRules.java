package dev.sluice.topology.score;

import dev.sluice.schemas.Models.Taxonomy;
import dev.sluice.schemas.PriorityRules.HardRule;
import dev.sluice.schemas.Tenant;
import java.util.ArrayList;
import java.util.List;

/// The hard rules that ship with Sluice: words no model may talk down, in English, Spanish,
/// Portuguese, German and French. All of them, here and nowhere else.
///
/// Too many is better than too few: a false one costs an agent a glance, a missed one may cost a
/// customer an account or a life.
public final class ShippedRules {

  /// What each adds: alone it reaches the band urgent.
  private static final int POINTS = 75;

  private static final HardRule FRAUD =
      rule(
          "fraud",
          "fraud*, scam, scams, scammed, scammer*, scamming, phishing, phished, hacked, hacker*,"
              + " unauthorised, unauthorized, did not authorise, did not authorize,"
              + " didn't authorise, didn't authorize, identity theft, stole my identity, cloned,"
              + " estafa*, estafad*, suplanta*, no autorizad*, no autoricé, clonaron,"
              + " golpista*, caí em um golpe, caí num golpe, clonad*, não autorizei,"
              + " não autorizad*, hackead*, betrug*, betrüg*, betrogen, gehackt, nicht autorisiert,"
              + " arnaque*, escroqu*, pirat*, non autorisé*, pas autorisé*, usurpation*");

  private static final HardRule THEFT =
      rule(
          "theft",
          "stolen, stole, steal*, theft, thief, robbed, mugged, pickpocket*, burgl*,"
              + " robad*, robaron, me han robado, hurtaron,"
              + " roubad*, roubaram, roubo, furtad*, furto,"
              + " gestohlen, geklaut, diebstahl*,"
              + " volé, volée, volés, volées");

  private static final HardRule SELF_HARM =
      rule(
          "self-harm",
          "suicid*, kill myself, killing myself, end my life, ending my life, take my own life,"
              + " want to die, wanna die, self-harm*, selfharm*, hurt myself, hurting myself,"
              + " harm myself, cutting myself, don't want to live, do not want to live,"
              + " matarme, quitarme la vida, quiero morir, no quiero vivir,"
              + " me matar, tirar minha vida, quero morrer, não quero mais viver,"
              + " selbstmord*, suizid*, mich umbringen, nicht mehr leben,"
              + " me tuer, envie de mourir, veux mourir, en finir avec la vie");

  private static final HardRule MEDICAL_EMERGENCY =
      rule(
          "medical emergency",
          "chest pain*, pain in my chest, heart attack*, stroke, can't breathe, cannot breathe,"
              + " can not breathe, trouble breathing, difficulty breathing, struggling to breathe,"
              + " not breathing, shortness of breath, short of breath, unconscious, passed out,"
              + " fainted, bleed*, seizure*, convulsion*, overdos*, anaphyla*, allergic reaction*,"
              + " choking, severe pain, emergency,"
              + " dolor en el pecho, dolor de pecho, no puedo respirar, infart*, sangr*,"
              + " inconsciente, desmay*, sobredosis, emergencia*,"
              + " dor no peito, não consigo respirar, desmai*, convuls*, emergência*,"
              + " brustschmerz*, herzinfarkt*, schlaganfall*, atemnot, bekomme keine luft,"
              + " bewusstlos*, blutung*, blutet, krampfanfall*, notfall*,"
              + " douleur à la poitrine, crise cardiaque, infarctus, mal à respirer,"
              + " inconscient*, saigne*, saignement*, surdose, urgence*");

  private ShippedRules() {}

  /// The shipped rules of a taxonomy: fraud, theft and self-harm for everybody, emergencies for a
  /// clinic, where nobody has a heart attack over a price.
  public static List<HardRule> of(Taxonomy taxonomy) {
    return switch (taxonomy) {
      case GENERAL, BANK, RETAILER -> List.of(FRAUD, THEFT, SELF_HARM);
      case CLINIC -> List.of(MEDICAL_EMERGENCY, SELF_HARM, FRAUD, THEFT);
    };
  }

  /// The rules that hold for a tenant: the shipped ones of its taxonomy, each replaced by a rule of
  /// its own with the same name, and then the rest of its own.
  static List<HardRule> of(Tenant tenant) {
    List<HardRule> own = new ArrayList<>(tenant.priority().rules());
    List<HardRule> all = new ArrayList<>();
    for (HardRule shipped : of(tenant.models().taxonomy())) {
      HardRule chosen =
          own.stream()
              .filter(rule -> rule.name().equals(shipped.name()))
              .findFirst()
              .orElse(shipped);
      all.add(chosen);
      own.remove(chosen);
    }
    all.addAll(own);
    return all;
  }

  private static HardRule rule(String name, String words) {
    return new HardRule(name, POINTS, List.of(words.split(", *", -1)));
  }
}
