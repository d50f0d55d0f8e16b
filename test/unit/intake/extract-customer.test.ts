import { describe, expect, test } from 'vitest';
import { extract } from '../../../core/intake/extract.js';
import { parseCurrency } from '../../../core/reversals/money.js';

function customerOf(text: string, timezone: string, currency: string | null = null) {
  const own = currency ? parseCurrency(currency) : null;
  return extract({ text, receivedAt: null, timezone, currency: own }).customer;
}

describe('a phone number is told in one form, by the client’s country', () => {
  test.each<{ text: string; timezone: string; phone: string | undefined }>([
    { text: 'call +49 170 1234567', timezone: 'UTC', phone: '+491701234567' },
    { text: 'call 0049 170 1234567', timezone: 'UTC', phone: '+491701234567' },
    { text: 'phone: (415) 555-2671', timezone: 'America/New_York', phone: '+14155552671' },
    { text: 'it is 415-555-2671, any time', timezone: 'America/Chicago', phone: '+14155552671' },
    { text: 'Tel. 020 7946 0958', timezone: 'Europe/London', phone: '+442079460958' },
    { text: 'Handy: 0170 1234567', timezone: 'Europe/Berlin', phone: '+491701234567' },
    { text: 'portable : 06 12 34 56 78', timezone: 'Europe/Paris', phone: '+33612345678' },
    { text: 'móvil 612 345 678', timezone: 'Europe/Madrid', phone: '+34612345678' },
    { text: 'celular (11) 91234-5678', timezone: 'America/Sao_Paulo', phone: '+5511912345678' },
    { text: 'phone: 415 555 2671', timezone: 'UTC', phone: '4155552671' },
    { text: 'order number 4155552671', timezone: 'America/New_York', phone: undefined },
    { text: 'order 415-555-2671', timezone: 'America/New_York', phone: undefined },
    { text: 'reference 20261122123', timezone: 'Europe/Berlin', phone: undefined },
    { text: 'paid 1.234.567,00', timezone: 'Europe/Berlin', phone: undefined },
    { text: 'tracking 1Z999AA10123456784', timezone: 'America/New_York', phone: undefined },
    { text: 'on 2026-11-22 12:30', timezone: 'America/New_York', phone: undefined },
    { text: 'trace 121042880000001', timezone: 'America/New_York', phone: undefined },
  ])('$text in $timezone: $phone', ({ text, timezone, phone }) => {
    expect(customerOf(text, timezone).phone).toBe(phone);
  });

  test('where the zone does not tell, the currency does', () => {
    expect(customerOf('phone 020 7946 0958', 'UTC', 'GBP').phone).toBe('+442079460958');
  });
});

describe('the customer’s name as the text gives it', () => {
  test.each<{ text: string; name: string | undefined }>([
    { text: 'Nombre: José Pérez\nPedido 8841', name: 'José Pérez' },
    { text: 'Nome completo: João Silva', name: 'João Silva' },
    { text: 'Nom : Élodie Martin', name: 'Élodie Martin' },
    { text: 'Customer name: Jane Doe', name: 'Jane Doe' },
    { text: 'the product name is on it', name: undefined },
    { text: 'filename: Report Final', name: undefined },
  ])('$text', ({ text, name }) => {
    expect(customerOf(text, 'UTC').name).toBe(name);
  });
});
