-- CreateTable
CREATE TABLE "card_data_incident" (
    "id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "client_id" TEXT,
    "source_item_id" UUID,
    "author" TEXT NOT NULL,
    "kinds" JSONB NOT NULL,
    "found_at" TIMESTAMPTZ(6) NOT NULL,
    "removed_at" TIMESTAMPTZ(6),

    CONSTRAINT "card_data_incident_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "card_data_incident_source_item_id_idx" ON "card_data_incident"("source_item_id");

-- CreateIndex
CREATE INDEX "card_data_incident_client_id_found_at_idx" ON "card_data_incident"("client_id", "found_at");

-- CreateIndex
CREATE UNIQUE INDEX "card_data_incident_origin_item_place_key" ON "card_data_incident"("origin", "item", "place");

-- AddForeignKey
ALTER TABLE "card_data_incident" ADD CONSTRAINT "card_data_incident_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_data_incident" ADD CONSTRAINT "card_data_incident_source_item_id_fkey" FOREIGN KEY ("source_item_id") REFERENCES "source_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


ALTER TABLE "card_data_incident"
  ADD CONSTRAINT "card_data_incident_author_check" CHECK ("author" IN ('customer', 'agent', 'system'));
