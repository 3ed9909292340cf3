package dev.sluice.tenants;

import static dev.sluice.tenants.SomeTenants.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.schemas.Tenant;
import dev.sluice.schemas.TenantId;
import org.junit.jupiter.api.Test;

class TenantsTest {

  @Test
  void shouldFindAndListInOrderOfIds() {
    // Given
    Tenant shop = tenant("shop", "Shop", "1");
    Tenant bank = tenant("bank", "Bank", "2");

    // When
    Tenants tenants = Tenants.of(shop, bank);

    // Then
    assertThat(tenants.all()).containsExactly(bank, shop);
    assertThat(tenants.find(new TenantId("shop"))).contains(shop);
    assertThat(tenants.find(new TenantId("nobody"))).isEmpty();
  }

  @Test
  void shouldRefuseTenantsThatCannotExistSideBySide() {
    // When // Then
    assertThatThrownBy(() -> Tenants.of(tenant("a", "A"), tenant("a", "B")))
        .isInstanceOf(TenantConflict.class)
        .hasMessage("id 'a' is given twice");
    assertThatThrownBy(() -> Tenants.of(tenant("a", "A", "1"), tenant("b", "B", "1")))
        .isInstanceOf(TenantConflict.class)
        .hasMessage("asset 'whatsapp 1' of tenant 'b' is already claimed by tenant 'a'");
    assertThatThrownBy(() -> Tenants.of(tenant("a", "A", "1", "1")))
        .isInstanceOf(TenantConflict.class);
  }
}
